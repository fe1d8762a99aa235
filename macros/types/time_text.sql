{#
    A timestamp as text in one format, whatever the session's parameters are: to the second, with a
    fraction without trailing zeros if there is one.

    Arguments:
        column  a timestamp without zone

    Example:
        {{ time_text('valid_from') }}   -- 2025-01-31 10:11:12, 2025-01-31 10:11:12.5
#}
{% macro time_text(column) -%}
    {{- adapter.dispatch('time_text')(column) -}}
{%- endmacro %}

{% macro default__time_text(column) -%}
    rtrim(rtrim(to_char({{ column }}, 'YYYY-MM-DD HH24:MI:SS.FF6'), '0'), '.')
{%- endmacro %}

{% macro duckdb__time_text(column) -%}
    cast({{ column }} as varchar)
{%- endmacro %}

{#
    A date as text in one format, whatever the session's parameters are.

    Arguments:
        column  a date

    Example:
        {{ date_text('known_from') }}   -- 2025-01-31
#}
{% macro date_text(column) -%}
    {{- adapter.dispatch('date_text')(column) -}}
{%- endmacro %}

{% macro default__date_text(column) -%}
    to_char({{ column }}, 'YYYY-MM-DD')
{%- endmacro %}

{% macro duckdb__date_text(column) -%}
    cast({{ column }} as varchar)
{%- endmacro %}
