{#
    The type of timestamps without zone.

    Example:
        cast('2026-01-31' as {{ automate_dv.type_timestamp() }})
#}
{% macro type_timestamp() -%}
    {{- adapter.dispatch('type_timestamp', 'automate_dv')() -}}
{%- endmacro %}

{% macro default__type_timestamp() -%} timestamp_ntz {%- endmacro %}

{% macro duckdb__type_timestamp() -%} timestamp {%- endmacro %}
