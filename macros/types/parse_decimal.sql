{#
    A delivered text as a decimal; null if invalid.

    Arguments:
        column     a text column
        precision  total number of digits
        scale      digits after the decimal point

    Example:
        {{ parse_decimal('UNIT_PRICE') }} as unit_price
#}
{% macro parse_decimal(column, precision=18, scale=2) -%}
    try_cast({{ clean_text(column) }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}
