{#
    The statements that give prices and discounts the types of version 0.2, with six decimals, in
    staging and raw vault. Their hashdiffs stay the same; see number_text.

    Example:
        see upgrade_warehouse
#}
{% macro upgrade_prices() -%}
    {%- set order_line = {'unit_price': 'decimal(18, 6)', 'discount': 'decimal(7, 6)'} -%}
    {%- set product = {'unit_price': 'decimal(18, 6)', 'cost_price': 'decimal(18, 6)'} -%}
    {%- set statements = [] -%}
    {%- for model, types in {
        'stg_shop__order_lines': order_line,
        'sat_order_product__shop': order_line,
        'stg_erp__products': product,
        'sat_product__erp': product,
    }.items() -%}
        {%- set table = node_in_schema_of(model, model) -%}
        {%- set casts = [] -%}
        {%- for column, type in types.items() -%}
            {%- do casts.append('cast(' ~ column ~ ' as ' ~ type ~ ') as ' ~ column) -%}
        {%- endfor -%}
        {%- do statements.append(
            'create or replace table ' ~ table ~ ' as select * replace (' ~ casts | join(', ')
            ~ ') from ' ~ table
        ) -%}
    {%- endfor -%}
    {{ return(statements) }}
{%- endmacro %}
