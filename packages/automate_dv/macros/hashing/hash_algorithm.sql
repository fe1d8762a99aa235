{#
    The algorithm of hashes, by the var `hash`: MD5 (16 bytes, the default), SHA (SHA-256, 32 bytes)
    or SHA1 (20 bytes).

    Example:
        {%- set algorithm = automate_dv.hash_algorithm() -%}
#}
{% macro hash_algorithm() -%}
    {%- set algorithm = var('hash', 'MD5') | upper -%}
    {%- if algorithm not in ['MD5', 'SHA', 'SHA1'] -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv.hash: the var hash must be MD5, SHA or SHA1; it is '" ~ algorithm ~ "'"
        ) }}
    {%- endif -%}
    {{ return(algorithm) }}
{%- endmacro %}
