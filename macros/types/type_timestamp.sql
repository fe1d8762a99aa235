{#
    The type of timestamps without zone, to the microsecond. On Snowflake, a session parameter
    decides whether the type `timestamp` has a time zone.

    Example:
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at
#}
{% macro type_timestamp() -%}
    {{- adapter.dispatch('type_timestamp')() -}}
{%- endmacro %}

{% macro default__type_timestamp() -%} timestamp_ntz {%- endmacro %}

{% macro duckdb__type_timestamp() -%} timestamp {%- endmacro %}
