{#
    The exact quotient of two numbers, rounded half away from zero, as a decimal of `scale` digits.

    The operator / is not exact: on DuckDB it gives a double, which rounds 2424.115 to 2424.11, and
    on Snowflake it rounds twice. Here both numbers become whole numbers, and the remainder decides
    which way to round.

    Arguments:
        numerator    a number with at most `digits` digits after the decimal point
        denominator  a number, not negative, with at most 6 digits after the decimal point; zero
                     gives null
        scale        digits of the result after the decimal point
        digits       digits of the numerator after the decimal point (default 8)

    Example:
        {{ divide('orders.revenue_eur', 'orders.order_count') }} as average_order_value_eur
#}
{% macro divide(numerator, denominator, scale=2, digits=8) -%}
    {%- set shift = 6 + scale - digits -%}
    {%- set whole_numerator = whole_number(numerator, digits, [shift, 0] | max) -%}
    {%- set whole_denominator = whole_number(denominator, 6, [-shift, 0] | max) -%}
    {%- set doubled = '(2 * abs(' ~ whole_numerator ~ ') + ' ~ whole_denominator ~ ')' -%}
    {%- set divisor = '(2 * nullif(' ~ whole_denominator ~ ', 0))' -%}
    cast(
        sign(({{ numerator }}))
        * {{ adapter.dispatch('whole_quotient')(doubled, divisor) }}
        {%- if scale %} * 0.{{ '0' * (scale - 1) }}1 {%- endif %}
        as decimal(38, {{ scale }})
    )
{%- endmacro %}

{# A number with `digits` digits after the point, times 10 to the power of digits + shift. #}
{% macro whole_number(number, digits, shift) -%}
    cast(cast({{ number }} as decimal(38, {{ digits }})) * 1{{ '0' * digits }} as decimal(38, 0))
    {{- ' * 1' ~ '0' * shift if shift }}
{%- endmacro %}

{# The remainder is subtracted first, so the division has no remainder. #}
{% macro default__whole_quotient(dividend, divisor) -%}
    (({{ dividend }} - mod({{ dividend }}, {{ divisor }})) / {{ divisor }})
{%- endmacro %}

{% macro duckdb__whole_quotient(dividend, divisor) -%}
    (cast({{ dividend }} as hugeint) // cast({{ divisor }} as hugeint))
{%- endmacro %}
