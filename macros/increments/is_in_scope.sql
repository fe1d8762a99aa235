{#
    The condition that a row belongs to a key that this build computes anew; true for every row where
    the table is yet to be made.

    Arguments:
        scope    name of the model that lists the keys
        key      column of the key in the scope
        columns  columns of the rows, one of which is to have such a key; `key` itself if none are
                 named

    Example:
        select * from {{ ref('customer_attributes') }}
        where {{ is_in_scope('pending_customers', 'customer_hk') }}
#}
{% macro is_in_scope(scope, key, columns=none) -%}
    {#- dbt learns what is read when it parses; a unit test does not give a scope. -#}
    {%- set keys = ref(scope) if not execute or is_later_load() -%}
    {%- if is_later_load() -%}
    (
        {%- for column in columns or [key] %}
        {{ 'or ' if not loop.first }}{{ column }} in (select {{ key }} from {{ keys }})
        {%- endfor %}
    )
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}
