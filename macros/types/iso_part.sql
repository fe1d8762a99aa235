{#
    A part of a date in the ISO 8601 week calendar (weeks start on Monday).

    Arguments:
        part    'year', 'week' or 'weekday' (1 Monday to 7 Sunday)
        column  a date

    Example:
        {{ iso_part('week', 'date_day') }} as iso_week
#}
{% macro iso_part(part, column) -%}
    {{ adapter.dispatch('iso_part')(part, column) }}
{%- endmacro %}

{% macro default__iso_part(part, column) -%}
    {%- set functions = {'year': 'yearofweekiso', 'week': 'weekiso', 'weekday': 'dayofweekiso'} -%}
    {{ functions[part] }}({{ column }})
{%- endmacro %}

{% macro duckdb__iso_part(part, column) -%}
    {%- set fields = {'year': 'isoyear', 'week': 'week', 'weekday': 'isodow'} -%}
    extract({{ fields[part] }} from {{ column }})
{%- endmacro %}
