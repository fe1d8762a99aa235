{#
    Midnight after a day, as a timestamp literal.

    Arguments:
        day  YYYY-MM-DD, a string or a date (YAML parses an unquoted date)

    Example:
        where loaded_at < day_after('2026-01-05')
#}
{% macro day_after(day) -%}
    {%- set midnight = modules.datetime.datetime.strptime(day | string, '%Y-%m-%d') -%}
    {%- set next = midnight + modules.datetime.timedelta(days=1) -%}
    cast('{{ next.strftime('%Y-%m-%d') }}' as {{ type_timestamp() }})
{%- endmacro %}
