{#
    A string as a SQL literal. Every value from outside the code, such as a file name or a var, must
    become part of a statement through this macro.

    Arguments:
        text  the string, or a value to convert to one

    Example:
        where load = {{ text_literal(file_name) }}
#}
{% macro text_literal(text) -%}
    {{- adapter.dispatch('text_literal')(text ~ '') -}}
{%- endmacro %}

{# A backslash is an escape on Snowflake. #}
{% macro default__text_literal(text) -%}
    {{- "'" ~ text.replace('\\', '\\\\').replace("'", "''") ~ "'" -}}
{%- endmacro %}

{% macro duckdb__text_literal(text) -%}
    {{- "'" ~ text.replace("'", "''") ~ "'" -}}
{%- endmacro %}
