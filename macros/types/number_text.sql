{#
    A decimal as text, with at least `scale` digits after the point and no further trailing zeros.
    Hashdiffs use it, so that they stay the same when the type of a column gets more digits.

    Arguments:
        column  a decimal
        scale   least number of digits after the point

    Example:
        {{ number_text('unit_price', 2) }} as unit_price_text   -- 76.03, 0.0035
#}
{% macro number_text(column, scale) -%}
    case
        when {{ column }} = cast({{ column }} as decimal(38, {{ scale }}))
            then cast(cast({{ column }} as decimal(38, {{ scale }})) as varchar)
        else rtrim(cast({{ column }} as varchar), '0')
    end
{%- endmacro %}
