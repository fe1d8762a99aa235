{#
    The hash of a text as a binary value, by the algorithm of the var `hash`. Null stays null.

    Arguments:
        text  a text expression

    Example:
        {{ automate_dv.hash_binary("'abc'") }}
#}
{% macro hash_binary(text) -%}
    {{- adapter.dispatch('hash_binary', 'automate_dv')(text, automate_dv.hash_algorithm()) -}}
{%- endmacro %}

{% macro default__hash_binary(text, algorithm) -%}
    {%- set functions = {'MD5': 'md5_binary', 'SHA': 'sha2_binary', 'SHA1': 'sha1_binary'} -%}
    cast({{ functions[algorithm] }}({{ text }}) as {{ automate_dv.type_binary() }})
{%- endmacro %}

{% macro duckdb__hash_binary(text, algorithm) -%}
    {%- set functions = {'MD5': 'md5', 'SHA': 'sha256', 'SHA1': 'sha1'} -%}
    unhex({{ functions[algorithm] }}({{ text }}))
{%- endmacro %}
