{#
    The condition that a row belongs to a key that this build computes anew; true for every row
    where the table is yet to be made.

    Arguments:
        scope  name of the model that lists the keys
        key    column of the key, in the scope and in the rows

    Example:
        select * from {{ ref('customer_attributes') }}
        where {{ is_in_scope('pending_customers', 'customer_hk') }}
#}
{% macro is_in_scope(scope, key) -%}
    {#- dbt learns what is read when it parses; a unit test does not give a scope. -#}
    {%- set keys = ref(scope) if not execute or is_later_load() -%}
    {%- if is_later_load() -%}
    {{ key }} in (select {{ key }} from {{ keys }})
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}
