{#
    The condition that an order counts as revenue, by its status: all but cancelled orders.

    Arguments:
        order_status  column with the status

    Example:
        {{ is_revenue('orders.order_status') }} as is_revenue
#}
{% macro is_revenue(order_status) -%}
    {{ order_status }} <> 'CANCELLED'
{%- endmacro %}
