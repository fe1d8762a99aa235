{#
    A string constant from the hexadecimal digits of its UTF-8 bytes, for characters that are
    invisible in a statement.

    One function call with one literal is fast: a chain of a hundred `chr` calls takes longer to
    plan than the rest of a landing view.

    Arguments:
        digits  an even number of hexadecimal digits

    Example:
        {{ text_of_hex('c2a0') }}
#}
{% macro text_of_hex(digits) -%}
    {{- adapter.dispatch('text_of_hex')(digits) -}}
{%- endmacro %}

{% macro default__text_of_hex(digits) -%}
    hex_decode_string('{{ digits }}')
{%- endmacro %}

{% macro duckdb__text_of_hex(digits) -%}
    decode(unhex('{{ digits }}'))
{%- endmacro %}
