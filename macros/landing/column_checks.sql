{#
    The checks that follow from the contract of a feed, in order of precedence: keys first,
    then the other columns in order. The delivery columns have no checks.

    Arguments:
        feed  name of the feed

    Example:
        {% set checks = column_checks('orders') %}
#}
{% macro column_checks(feed) -%}
    {%- set declaration = feed_declaration(feed) -%}
    {%- set checks = [] -%}
    {%- for name, column in declaration['columns'].items() if column.is_key -%}
        {%- do checks.append(key_check(name, column)) -%}
    {%- endfor -%}
    {%- for name, column in declaration['columns'].items() -%}
        {%- do checks.append(value_check(name, column, declaration.time_zone)) -%}
    {%- endfor -%}
    {{ return(checks | select | list) }}
{%- endmacro %}

{#
    The check that a key is present. For a string it also checks the format; a malformed number,
    date or code fails a later check, because it is not a missing key.

    Arguments:
        name    name of the column
        column  its declaration

    Example:
        see column_checks
#}
{% macro key_check(name, column) -%}
    {%- if column.kind == 'string' and not column.codes -%}
        {{ valid_key(name, column.pattern, column.max_length, column.is_required or false) }}
    {%- elif column.is_required -%}
        case
            when {{ name }} is null or {{ is_placeholder_word(name) }}
                then 'missing_key in {{ name }}'
        end
    {%- endif -%}
{%- endmacro %}

{#
    The condition that a row has a valid primary key, whatever else is wrong with it.

    Arguments:
        feed  name of the feed

    Example:
        see stg_sap__kna1_presence
#}
{% macro has_valid_key(feed) -%}
    {%- set checks = [] -%}
    {%- for name, column in feed_declaration(feed)['columns'].items() if column.key_position -%}
        {%- do checks.append('(' ~ key_check(name, column) ~ ') is null') -%}
    {%- endfor -%}
    {{ checks | join(' and ') }}
{%- endmacro %}

{#
    The check of a column's value; empty for a key, which key_check has checked.

    Arguments:
        name       name of the column
        column     its declaration
        time_zone  time zone of the feed

    Example:
        see column_checks
#}
{% macro value_check(name, column, time_zone) -%}
    {%- set is_required = column.is_required or false -%}
    {%- if column.codes -%}
        {{ known_code(name, column.codes, is_required) }}
    {%- elif column.kind == 'date' -%}
        {{ valid_date(
            name, column.format, column.at_least, column.at_most, is_required,
            column.is_past or false
        ) }}
    {%- elif column.kind == 'timestamp' -%}
        {{ valid_timestamp(
            name, column.format, zone_of(column.format, time_zone),
            column.at_least, column.at_most, is_required, column.is_past or false
        ) }}
    {%- elif column.kind in ['number', 'integer'] -%}
        {{ valid_number(
            name, column.precision, column.scale or 0, column.at_least, column.at_most, is_required
        ) }}
    {%- elif not column.is_key -%}
        {{ valid_text(name, column.max_length, column.pattern or '', is_required) }}
    {%- endif -%}
{%- endmacro %}
