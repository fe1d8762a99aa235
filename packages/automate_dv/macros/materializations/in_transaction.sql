{#
    Statements that take effect together or not at all: on Snowflake in a separate transaction, on
    DuckDB in that of the model.

    Arguments:
        statements  their text, each with a semicolon at its end

    Example:
        see apply_delta
#}
{% macro in_transaction(statements) -%}
    {{ return(adapter.dispatch('in_transaction', 'automate_dv')(statements)) }}
{%- endmacro %}

{% macro default__in_transaction(statements) -%}
    {{ statements }}
{%- endmacro %}

{% macro snowflake__in_transaction(statements) -%}
    begin;
    {{ statements }}
    commit;
{%- endmacro %}
