{#
    A timestamp or date as text in one fixed format, whatever session or engine writes it.

    Arguments:
        column  a timestamp without zone, or a date

    Example:
        {{ automate_dv.timestamp_text('ordered_at') }}   -- 2025-01-31 10:11:12.000000
#}
{% macro timestamp_text(column) -%}
    {{- adapter.dispatch('timestamp_text', 'automate_dv')(column) -}}
{%- endmacro %}

{% macro default__timestamp_text(column) -%}
    to_char(cast({{ column }} as timestamp_ntz), 'YYYY-MM-DD HH24:MI:SS.FF6')
{%- endmacro %}

{% macro duckdb__timestamp_text(column) -%}
    strftime(cast({{ column }} as timestamp), '%Y-%m-%d %H:%M:%S.%f')
{%- endmacro %}
