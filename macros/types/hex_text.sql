{#
    A binary value as lower-case hexadecimal text.

    Arguments:
        column  a binary column

    Example:
        {{ hex_text('customer_hk') }} as record_id
#}
{% macro hex_text(column) -%}
    {{ adapter.dispatch('hex_text')(column) }}
{%- endmacro %}

{% macro default__hex_text(column) -%}
    lower(hex_encode({{ column }}))
{%- endmacro %}

{% macro duckdb__hex_text(column) -%}
    lower(hex({{ column }}))
{%- endmacro %}
