{#
    list_pending_loads for a Python model, whose result another table stores: a hook before the
    model's transaction, and one in it, of which each engine needs one. DuckDB runs the model on
    another connection, which reads only what is committed. dbt-snowflake runs no hook before a
    transaction; there each statement is committed.

    Arguments:
        consumer           name of the table that stores the result
        is_in_transaction  whether the hook runs in the transaction of the model

    Example:
        pre_hook:
          - sql: "{{ list_loads_for_python('customer_identity_assignments') }}"
            transaction: false
          - sql: "{{ list_loads_for_python('customer_identity_assignments', true) }}"
#}
{% macro list_loads_for_python(consumer, is_in_transaction=false) -%}
    {{ adapter.dispatch('list_loads_for_python')(consumer, is_in_transaction) }}
{%- endmacro %}

{% macro default__list_loads_for_python(consumer, is_in_transaction) -%}
    {{ list_pending_loads(consumer) if is_in_transaction }}
{%- endmacro %}

{% macro duckdb__list_loads_for_python(consumer, is_in_transaction) -%}
    {{ list_pending_loads(consumer) if not is_in_transaction }}
{%- endmacro %}
