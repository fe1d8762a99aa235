{#
    The checks that follow from the contract of a feed, in the order in which their reasons win:
    keys first, then the other columns as they come. The delivery columns have no checks.

    Arguments:
        feed  name of the feed

    Example:
        {% set checks = column_checks('orders') %}
#}
{% macro column_checks(feed) -%}
    {%- set columns = feed_declaration(feed)['columns'] -%}
    {%- set checks = [] -%}
    {%- for name, column in columns.items() if column.is_key and column.is_required -%}
        {%- do checks.append(required_key(name, column.pattern)) -%}
    {%- endfor -%}
    {%- for name, column in columns.items() -%}
        {%- do checks.append(value_check(name, column)) -%}
    {%- endfor -%}
    {{ return(checks | select | list) }}
{%- endmacro %}

{#
    The check of a column's value; empty if any text is valid.

    Arguments:
        name    name of the column
        column  its declaration

    Example:
        see column_checks
#}
{% macro value_check(name, column) -%}
    {%- set is_required = column.is_required or false -%}
    {%- if column.codes -%}
        {{ known_code(name, column.codes, is_required) }}
    {%- elif column.kind == 'date' -%}
        {{ (required_date if is_required else valid_date)(name, column.format) }}
    {%- elif column.kind == 'timestamp' -%}
        {{ (required_timestamp if is_required else valid_timestamp)(name, column.format) }}
    {%- elif column.kind in ['number', 'integer'] -%}
        {{ (required_number if is_required else valid_number)(
            name, column.at_least or none, column.at_most or none
        ) }}
    {%- elif is_required and not column.is_key -%}
        {{ required_text(name) }}
    {%- endif -%}
{%- endmacro %}
