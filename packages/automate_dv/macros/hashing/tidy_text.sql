{#
    A part of a hashed text as upstream tidies it: trimmed, in capitals (unless the var
    `hash_content_casing` is DISABLED), null if nothing is left.

    Arguments:
        text  a text expression

    Example:
        {{ automate_dv.tidy_text('customer_id') }}
#}
{% macro tidy_text(text) -%}
    {%- set casing = var('hash_content_casing', 'UPPER') | upper -%}
    {%- if casing not in ['UPPER', 'DISABLED'] -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.hash: the var hash_content_casing must be UPPER or DISABLED; it is '"
            ~ casing ~ "'"
        ) }}
    {%- endif -%}
    nullif({{ 'upper(trim(' ~ text ~ '))' if casing == 'UPPER' else 'trim(' ~ text ~ ')' }}, '')
{%- endmacro %}
