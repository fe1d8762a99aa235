{#
    A column of a feed in the type of its contract, and a key in its casing; null if it is empty.
    Staging reads every column with this macro, so that it stores exactly the values that the checks
    accept.

    Arguments:
        feed  name of the feed
        name  name of the column in the feed

    Example:
        {{ typed('order_lines', 'UNIT_PRICE') }} as unit_price
#}
{% macro typed(feed, name) -%}
    {%- set declaration = feed_declaration(feed) -%}
    {%- set column = declaration['columns'].get(name) -%}
    {%- if not column -%}
        {{ exceptions.raise_compiler_error(
            'typed: the contract of ' ~ feed ~ ' declares no column ' ~ name
        ) }}
    {%- elif column.kind == 'integer' -%} {{ parse_integer(name) }}
    {%- elif column.kind == 'number' -%}
        {{ parse_decimal(name, column.precision, column.scale) }}
    {%- elif column.kind == 'date' -%} {{ parse_date(name, column.format) }}
    {%- elif column.kind == 'timestamp' -%}
        {{ parse_timestamp(name, column.format, zone_of(column.format, declaration.time_zone)) }}
    {%- elif column.kind == 'boolean' -%} {{ name }} = 'true'
    {%- elif column.casing == 'upperCase' -%} upper({{ name }})
    {%- else -%} {{ name }}
    {%- endif -%}
{%- endmacro %}

{#
    The time zone of a timestamp: that of its feed, unless its format implies UTC.

    Arguments:
        format     as in parse_timestamp
        time_zone  time zone of the feed

    Example:
        see typed
#}
{% macro zone_of(format, time_zone) -%}
    {{- 'UTC' if format in ['iso', 'micros'] else time_zone -}}
{%- endmacro %}
