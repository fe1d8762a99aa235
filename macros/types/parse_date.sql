{#
    A delivered text as a date; null if invalid.

    Arguments:
        column  a text column
        format  'YYYY-MM-DD' or 'YYYYMMDD'

    Example:
        {{ parse_date('ERDAT', 'YYYYMMDD') }} as created_date
#}
{% macro parse_date(column, format='YYYY-MM-DD') -%}
    {{ adapter.dispatch('parse_date')(column, format) }}
{%- endmacro %}

{% macro default__parse_date(column, format) -%}
    try_to_date({{ clean_text(column) }}, '{{ format }}')
{%- endmacro %}

{% macro duckdb__parse_date(column, format) -%}
    {%- set formats = {'YYYY-MM-DD': '%Y-%m-%d', 'YYYYMMDD': '%Y%m%d'} -%}
    cast(try_strptime({{ clean_text(column) }}, '{{ formats[format] }}') as date)
{%- endmacro %}
