{#
    A delivered text, trimmed, without invisible characters; null if empty.

    Byte-order marks, zero-width and no-break spaces are removed.

    Arguments:
        column  a text column

    Example:
        {{ clean_text('NAME1') }} as name_1
#}
{% macro clean_text(column) -%}
    nullif(trim(translate({{ column }}, chr(8203) || chr(65279) || chr(160), '')), '')
{%- endmacro %}
