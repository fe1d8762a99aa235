{#
    The total of an order line, less its discount.

    Arguments:
        lines  CTE of order lines: quantity, unit_price, discount

    Example:
        {{ line_total('line_states') }} as line_total
#}
{% macro line_total(lines) -%}
    cast(
        round(
            {{ lines }}.quantity
            * cast({{ lines }}.unit_price as decimal(38, 6))
            * (1 - {{ lines }}.discount),
            2
        ) as decimal(18, 2)
    )
{%- endmacro %}
