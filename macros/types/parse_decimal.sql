{#
    A delivered text as a decimal; null where it is none.

    Arguments:
        column     a text column
        precision  digits in all
        scale      digits after the point

    Example:
        {{ parse_decimal('UNIT_PRICE') }} as unit_price
#}
{% macro parse_decimal(column, precision=18, scale=2) -%}
    try_cast({{ clean_text(column) }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}
