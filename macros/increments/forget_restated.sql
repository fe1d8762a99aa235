{#
    The statement that empties a table when a day that was decided already is decided again; see
    pending_customers, which the model must read.

    Example:
        {{ config(pre_hook="{{ forget_restated() }}") }}
#}
{% macro forget_restated() -%}
    {%- if is_later_load() -%}
    delete from {{ this }}
    where (select count(*) from {{ ref('pending_customers') }} where is_restated) > 0
    {%- endif -%}
{%- endmacro %}
