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
    goes.

    Example:
        {{ automate_dv.standard_column_wrapper() | replace('[EXPRESSION]', 'customer_id') }}
#}
{% macro standard_column_wrapper() -%}
    {{- automate_dv.normalized_text(
        'cast([EXPRESSION] as ' ~ automate_dv.type_string() ~ ')'
    ) -}}
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
