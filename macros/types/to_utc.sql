{#
    A local timestamp converted to UTC; both without time zone.

    Arguments:
        expression  a timestamp
        time_zone   its time zone

    Example:
        {{ to_utc('changed_at', 'Europe/Berlin') }}
#}
{% macro to_utc(expression, time_zone) -%}
    {%- if time_zone == 'UTC' -%} {{ expression }}
    {%- else -%} {{ adapter.dispatch('to_utc')(expression, time_zone) }}
    {%- endif -%}
{%- endmacro %}

{% macro default__to_utc(expression, time_zone) -%}
    convert_timezone('{{ time_zone }}', 'UTC', {{ expression }})
{%- endmacro %}

{% macro duckdb__to_utc(expression, time_zone) -%}
    timezone('UTC', timezone('{{ time_zone }}', {{ expression }}))
{%- endmacro %}
