{#
    The SHA-256 of a string as 64 lower-case hexadecimal digits.

    Arguments:
        text  a string

    Example:
        {{ sha2_hex('lower(trim(email))') }} as email_sha256
#}
{% macro sha2_hex(text) -%}
    {{ adapter.dispatch('sha2_hex')(text) }}
{%- endmacro %}

{% macro default__sha2_hex(text) -%}
    sha2({{ text }}, 256)
{%- endmacro %}

{% macro duckdb__sha2_hex(text) -%}
    sha256({{ text }})
{%- endmacro %}
