{#
    A part of a hashed text, normalized as upstream does: trimmed, upper case, null if empty.

    If the var `hash_content_casing` is DISABLED, case is kept.

    Arguments:
        text  a text expression

    Example:
        {{ automate_dv.normalized_text('customer_id') }}
#}
{% macro normalized_text(text) -%}
    {%- set casing = var('hash_content_casing', 'UPPER') | upper -%}
    {%- if casing not in ['UPPER', 'DISABLED'] -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.hash: the var hash_content_casing must be UPPER or DISABLED; it is '"
            ~ casing ~ "'"
        ) }}
    {%- endif -%}
    nullif({{ 'upper(trim(' ~ text ~ '))' if casing == 'UPPER' else 'trim(' ~ text ~ ')' }}, '')
{%- endmacro %}
