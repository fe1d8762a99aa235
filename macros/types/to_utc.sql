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
    {%- else -%} {{ adapter.dispatch('between_zones')(expression, time_zone, 'UTC') }}
    {%- endif -%}
{%- endmacro %}

{#
    A UTC timestamp converted to local time; both without time zone.

    Arguments:
        expression  a timestamp
        time_zone   the time zone of the result

    Example:
        {{ from_utc('changed_at', 'Europe/Berlin') }}
#}
{% macro from_utc(expression, time_zone) -%}
    {{ adapter.dispatch('between_zones')(expression, 'UTC', time_zone) }}
{%- endmacro %}

{% macro default__between_zones(expression, source, target) -%}
    convert_timezone('{{ source }}', '{{ target }}', {{ expression }})
{%- endmacro %}

{% macro duckdb__between_zones(expression, source, target) -%}
    timezone('{{ target }}', timezone('{{ source }}', {{ expression }}))
{%- endmacro %}
