{#
    A clean string with a local time as a UTC timestamp; null unless it has exactly the format and
    the time exists: clocks that are set forward skip an hour.

    Arguments:
        column     a text column
        format     'plain' (2025-03-04 10:11:12), 'iso' (2025-03-04T10:11:12.000Z), 'micros' (with
                   six digits instead of three) or 'YYYYMMDD'
        time_zone  time zone of the source

    Example:
        {{ parse_timestamp('UPDATED_AT', time_zone='America/New_York') }} as effective_from
#}
{% macro parse_timestamp(column, format='plain', time_zone='UTC') -%}
    {%- set local = adapter.dispatch('timestamp_of_text')(column, format) -%}
    case
        when {{ matches_pattern(column, time_pattern(format)) }}
            {%- if time_zone != 'UTC' %}
            and {{ from_utc(to_utc(local, time_zone), time_zone) }} = {{ local }}
            {%- endif %}
            then {{ to_utc(local, time_zone) }}
    end
{%- endmacro %}

{% macro default__timestamp_of_text(column, format) -%}
    {%- set formats = {
        'plain': 'YYYY-MM-DD HH24:MI:SS',
        'iso': 'YYYY-MM-DD"T"HH24:MI:SS.FF3"Z"',
        'micros': 'YYYY-MM-DD"T"HH24:MI:SS.FF6"Z"',
        'YYYYMMDD': 'YYYYMMDD',
    } -%}
    try_to_timestamp_ntz({{ column }}, '{{ formats[format] }}')
{%- endmacro %}

{% macro duckdb__timestamp_of_text(column, format) -%}
    {%- set formats = {
        'plain': '%Y-%m-%d %H:%M:%S',
        'iso': '%Y-%m-%dT%H:%M:%S.%gZ',
        'micros': '%Y-%m-%dT%H:%M:%S.%fZ',
        'YYYYMMDD': '%Y%m%d',
    } -%}
    try_strptime({{ column }}, '{{ formats[format] }}')
{%- endmacro %}
