{#
    The hash of a text as a binary value, by the algorithm of the var `hash`: MD5 (16 bytes), SHA
    (SHA-256, 32 bytes) or SHA1 (20 bytes). Null stays null.

    Arguments:
        text  a text expression

    Example:
        {{ automate_dv.hash_binary("'abc'") }}
#}
{% macro hash_binary(text) -%}
    {%- set algorithm = var('hash', 'MD5') | upper -%}
    {%- if algorithm not in ['MD5', 'SHA', 'SHA1'] -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.hash: the var hash is '" ~ algorithm ~ "'; it must be MD5, SHA or SHA1"
        ) }}
    {%- endif -%}
    {{ adapter.dispatch('hash_binary', 'automate_dv')(text, algorithm) }}
{%- endmacro %}

{% macro default__hash_binary(text, algorithm) -%}
    {%- set functions = {'MD5': 'md5_binary', 'SHA': 'sha2_binary', 'SHA1': 'sha1_binary'} -%}
    {%- set bytes = {'MD5': 16, 'SHA': 32, 'SHA1': 20} -%}
    cast({{ functions[algorithm] }}({{ text }}) as binary({{ bytes[algorithm] }}))
{%- endmacro %}

{% macro duckdb__hash_binary(text, algorithm) -%}
    {%- set functions = {'MD5': 'md5', 'SHA': 'sha256', 'SHA1': 'sha1'} -%}
    unhex({{ functions[algorithm] }}({{ text }}))
{%- endmacro %}
