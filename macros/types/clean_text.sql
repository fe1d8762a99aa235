{#
    A delivered text without the blanks around it, invisible characters or emptiness.

    Byte-order marks, zero-width and no-break spaces go; what is then empty is null.

    Arguments:
        column  a text column

    Example:
        {{ clean_text('NAME1') }} as name_1
#}
{% macro clean_text(column) -%}
    nullif(trim(translate({{ column }}, chr(8203) || chr(65279) || chr(160), '')), '')
{%- endmacro %}
