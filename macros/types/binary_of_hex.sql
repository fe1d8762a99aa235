{#
    A binary value from hexadecimal digits; the inverse of hex_text.

    Arguments:
        column  column or expression of the digits

    Example:
        {{ binary_of_hex('record_id') }} as customer_hk
#}
{% macro binary_of_hex(column) -%}
    {{- adapter.dispatch('binary_of_hex')(column) -}}
{%- endmacro %}

{% macro default__binary_of_hex(column) -%}
    to_binary({{ column }}, 'HEX')
{%- endmacro %}

{% macro duckdb__binary_of_hex(column) -%}
    unhex({{ column }})
{%- endmacro %}
