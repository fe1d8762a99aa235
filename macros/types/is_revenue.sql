{#
    The condition that an order of a status counts as revenue: all but the cancelled ones.

    Arguments:
        order_status  column with the status

    Example:
        {{ is_revenue('orders.order_status') }} as is_revenue
#}
{% macro is_revenue(order_status) -%}
    {{ order_status }} <> 'CANCELLED'
{%- endmacro %}
