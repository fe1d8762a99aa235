{#
    The hash of a string as a binary value, by the algorithm of the var `hash`. Null stays null.

    Arguments:
        text  a text expression

    Example:
        {{ automate_dv.hash_binary("'abc'") }}
#}
{% macro hash_binary(text) -%}
    {{- automate_dv.select_hash_alg(automate_dv.hash_algorithm())
        | replace('[HASH_STRING_PLACEHOLDER]', text) -}}
{%- endmacro %}

{#
    The expression of a hash algorithm, with `[HASH_STRING_PLACEHOLDER]` where the text goes.

    Arguments:
        hash  MD5, SHA (SHA-256) or SHA1, in any case

    Example:
        {%- set expression = automate_dv.select_hash_alg('md5') -%}
#}
{% macro select_hash_alg(hash) -%}
    {%- if hash | upper == 'MD5' -%}
        {{ return(automate_dv.hash_alg_md5()) }}
    {%- elif hash | upper == 'SHA' -%}
        {{ return(automate_dv.hash_alg_sha256()) }}
    {%- elif hash | upper == 'SHA1' -%}
        {{ return(automate_dv.hash_alg_sha1()) }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error(
        "automate_dv.select_hash_alg: the argument hash must be MD5, SHA or SHA1; it is '" ~ hash
        ~ "'"
    ) }}
{%- endmacro %}

{#
    The expression of MD5; see select_hash_alg. A project can override it by `dispatch`.

    Example:
        {%- set expression = automate_dv.hash_alg_md5() -%}
#}
{% macro hash_alg_md5() -%}
    {{ return(adapter.dispatch('hash_alg_md5', 'automate_dv')()) }}
{%- endmacro %}

{% macro default__hash_alg_md5() -%}
    {{ return('cast(md5_binary([HASH_STRING_PLACEHOLDER]) as binary(16))') }}
{%- endmacro %}

{% macro duckdb__hash_alg_md5() -%}
    {{ return('unhex(md5([HASH_STRING_PLACEHOLDER]))') }}
{%- endmacro %}

{#
    The expression of SHA-256; see select_hash_alg. A project can override it by `dispatch`.

    Example:
        {%- set expression = automate_dv.hash_alg_sha256() -%}
#}
{% macro hash_alg_sha256() -%}
    {{ return(adapter.dispatch('hash_alg_sha256', 'automate_dv')()) }}
{%- endmacro %}

{% macro default__hash_alg_sha256() -%}
    {{ return('cast(sha2_binary([HASH_STRING_PLACEHOLDER]) as binary(32))') }}
{%- endmacro %}

{% macro duckdb__hash_alg_sha256() -%}
    {{ return('unhex(sha256([HASH_STRING_PLACEHOLDER]))') }}
{%- endmacro %}

{#
    The expression of SHA-1; see select_hash_alg. A project can override it by `dispatch`.

    Example:
        {%- set expression = automate_dv.hash_alg_sha1() -%}
#}
{% macro hash_alg_sha1() -%}
    {{ return(adapter.dispatch('hash_alg_sha1', 'automate_dv')()) }}
{%- endmacro %}

{% macro default__hash_alg_sha1() -%}
    {{ return('cast(sha1_binary([HASH_STRING_PLACEHOLDER]) as binary(20))') }}
{%- endmacro %}

{% macro duckdb__hash_alg_sha1() -%}
    {{ return('unhex(sha1([HASH_STRING_PLACEHOLDER]))') }}
{%- endmacro %}
