{#
    A column as upstream writes it into a hashed string: normalized, and the var
    `null_placeholder_string` if it is null.

    Arguments:
        column_str  a column or expression

    Example:
        {{ automate_dv.null_expression('customer_id') }}
#}
{% macro null_expression(column_str=none) -%}
    {%- do automate_dv.require_arguments('null_expression', {'column_str': column_str}) -%}
    {{- adapter.dispatch('null_expression', 'automate_dv')(
        standardise=automate_dv.standard_column_wrapper(), column_str=column_str,
        null_placeholder_string=automate_dv.escape_quotes(var('null_placeholder_string', '^^'))
    ) -}}
{%- endmacro %}

{% macro default__null_expression(standardise, column_str, null_placeholder_string) -%}
    coalesce({{ standardise | replace('[EXPRESSION]', column_str) }}, '{{
        null_placeholder_string }}')
{%- endmacro %}

{#
    The expression that normalizes a part of a hashed string, with `[EXPRESSION]` where the column
    goes: trimmed, upper case, null if empty. If the var `hash_content_casing` is DISABLED, case is
    kept.

    Example:
        {{ automate_dv.standard_column_wrapper() | replace('[EXPRESSION]', 'customer_id') }}
#}
{% macro standard_column_wrapper() -%}
    {%- set casing = var('hash_content_casing', 'UPPER') -%}
    {%- if casing | upper not in ['UPPER', 'DISABLED'] -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.hash: the var hash_content_casing must be UPPER or DISABLED; it is '"
            ~ casing | upper ~ "'"
        ) }}
    {%- endif -%}
    {{- adapter.dispatch('standard_column_wrapper', 'automate_dv')(
        hash_content_casing=casing | lower
    ) -}}
{%- endmacro %}

{% macro default__standard_column_wrapper(hash_content_casing) -%}
    {%- set text = 'trim(cast([EXPRESSION] as ' ~ automate_dv.type_string() ~ '))' -%}
    nullif({{ 'upper(' ~ text ~ ')' if hash_content_casing == 'upper' else text }}, '')
{%- endmacro %}

{#
    The number of hexadecimal digits of a hash; 32 for an unknown algorithm, like upstream.

    Arguments:
        hash  MD5, SHA (SHA-256) or SHA1, in any case

    Example:
        {{ automate_dv.get_hash_string_length('sha') }}   -- 64
#}
{% macro get_hash_string_length(hash) -%}
    {{ return(2 * (automate_dv.hash_bytes(hash) or 16)) }}
{%- endmacro %}
