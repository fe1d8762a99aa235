{#
    A delivered local time as a UTC timestamp; null if invalid.

    Arguments:
        column     a text column
        format     'plain' (2025-03-04 10:11:12), 'iso' (2025-03-04T10:11:12.000Z) or 'YYYYMMDD'
        time_zone  time zone of the source

    Example:
        {{ parse_timestamp('UPDATED_AT', time_zone='America/New_York') }} as effective_from
#}
{% macro parse_timestamp(column, format='plain', time_zone='UTC') -%}
    {{ to_utc(adapter.dispatch('local_timestamp')(column, format), time_zone) }}
{%- endmacro %}

{% macro default__local_timestamp(column, format) -%}
    {%- set formats = {
        'plain': 'YYYY-MM-DD HH24:MI:SS',
        'iso': 'YYYY-MM-DD"T"HH24:MI:SS.FF3"Z"',
        'YYYYMMDD': 'YYYYMMDD',
    } -%}
    try_to_timestamp_ntz({{ clean_text(column) }}, '{{ formats[format] }}')
{%- endmacro %}

{% macro duckdb__local_timestamp(column, format) -%}
    {%- set formats = {
        'plain': '%Y-%m-%d %H:%M:%S',
        'iso': '%Y-%m-%dT%H:%M:%S.%gZ',
        'YYYYMMDD': '%Y%m%d',
    } -%}
    try_strptime({{ clean_text(column) }}, '{{ formats[format] }}')
{%- endmacro %}
