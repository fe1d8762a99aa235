{#
    A clean string as a decimal; null unless the type holds exactly that number.

    Arguments:
        column     a text column
        precision  total number of digits
        scale      digits after the decimal point; 0 reads whole numbers

    Example:
        {{ parse_decimal('UNIT_PRICE', 18, 6) }} as unit_price
#}
{% macro parse_decimal(column, precision=18, scale=2) -%}
    case
        when {{ matches_pattern(column, exact_number(precision, scale)) }}
            then try_cast({{ column }} as decimal({{ precision }}, {{ scale }}))
    end
{%- endmacro %}

{#
    A clean string as an integer; null unless it is a whole number of 32 bits.

    Arguments:
        column  a text column

    Example:
        {{ parse_integer('QUANTITY') }} as quantity
#}
{% macro parse_integer(column) -%}
    case
        when {{ matches_pattern(column, exact_number(10, 0)) }}
            and try_cast({{ column }} as decimal(10, 0)) between -2147483648 and 2147483647
            then try_cast({{ column }} as integer)
    end
{%- endmacro %}

{#
    The regular expression of the numbers that a decimal holds exactly: digits and at most a decimal
    point, no exponent, no separators, and nothing but zeros beyond the scale. The casts of both
    engines accept more, and round.

    Arguments:
        precision  total number of digits, more than scale
        scale      digits after the decimal point

    Example:
        {{ matches_pattern('UNIT_PRICE', exact_number(18, 6)) }}
#}
{% macro exact_number(precision, scale) -%}
    {%- set whole = '0*[0-9]{1,' ~ (precision - scale) ~ '}' -%}
    {%- if scale == 0 -%} [+-]?{{ whole }}([.]0+)?
    {%- else -%} [+-]?({{ whole }}([.][0-9]{1,{{ scale }}}0*)?|[.][0-9]{1,{{ scale }}}0*)
    {%- endif -%}
{%- endmacro %}
