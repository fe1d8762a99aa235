{#
    A string as a SQL literal. Whatever comes from outside the code, such as a file name or a var,
    becomes part of a statement only through this macro.

    Arguments:
        text  the text, or a value that is written as one

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
