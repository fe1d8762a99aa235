{#
    A clean string as a date; null unless it has exactly the format and the day exists.

    Arguments:
        column  a text column
        format  'YYYY-MM-DD' or 'YYYYMMDD'

    Example:
        {{ parse_date('ERDAT', 'YYYYMMDD') }} as created_date
#}
{% macro parse_date(column, format='YYYY-MM-DD') -%}
    case
        when {{ matches_pattern(column, time_pattern(format)) }}
            then {{ adapter.dispatch('date_of_text')(column, format) }}
    end
{%- endmacro %}

{% macro default__date_of_text(column, format) -%}
    try_to_date({{ column }}, '{{ format }}')
{%- endmacro %}

{% macro duckdb__date_of_text(column, format) -%}
    {%- set formats = {'YYYY-MM-DD': '%Y-%m-%d', 'YYYYMMDD': '%Y%m%d'} -%}
    cast(try_strptime({{ column }}, '{{ formats[format] }}') as date)
{%- endmacro %}

{#
    The regular expression of dates or times in a format. The parsers of the engines accept more
    than that, and not the same strings: two-digit years, one-digit months, spaces, a second 60.

    Arguments:
        format  'YYYY-MM-DD', 'YYYYMMDD', 'plain', 'iso' or 'micros', as in parse_date and
                parse_timestamp

    Example:
        {{ matches_pattern('ERDAT', time_pattern('YYYYMMDD')) }}
#}
{% macro time_pattern(format) -%}
    {%- set day = '[0-9]{4}-[0-9]{2}-[0-9]{2}' -%}
    {%- set time = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]' -%}
    {{ {
        'YYYY-MM-DD': day,
        'YYYYMMDD': '[0-9]{8}',
        'plain': day ~ ' ' ~ time,
        'iso': day ~ 'T' ~ time ~ '[.][0-9]{3}Z',
        'micros': day ~ 'T' ~ time ~ '[.][0-9]{6}Z',
    }[format] }}
{%- endmacro %}
