-- Grain: one row per order line.
-- Depends on two exchange rates: for the order's currency and for the currency of the cost price.
{{ config(
    materialized='incremental',
    row_access_policy=rows_of('own_region', 'region'),
    meta={
        'refresh_by': 'order_hk',
        'customer_at': 'ordered_at',
        'refresh_from': {
            'current_orders': 'order_hk',
            'current_order_lines': 'order_hk',
            'hub_product': {'on': 'product_hk', 'through': 'current_order_lines'},
            'sat_product__erp': {'on': 'product_hk', 'through': 'current_order_lines'},
            'status_sat_product__erp': {'on': 'product_hk', 'through': 'current_order_lines'},
            'exchange_rate_spans': {'stored':
                'stored.order_date >= changed.valid_from and stored.order_date < changed.valid_to'
            },
        },
    },
) }}
with

orders as (

    select * from {{ ref('current_orders') }}
    where {{ needs_refresh('order_hk') }}

),

lines as (

    select * from {{ ref('bsat_order_line_value') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

sales as (

    select
        lines.order_product_hk,
        orders.order_hk,
        orders.order_id,
        lines.line_number,
        orders.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        coalesce(lines.product_key, {{ unknown_key() }}) as product_key,
        orders.ordered_at,
        cast(orders.ordered_at as date) as order_date,
        orders.source_system as order_source,
        orders.order_status,
        orders.payment_method,
        orders.priority,
        orders.region,
        orders.sales_rep_id,
        orders.currency,
        lines.quantity,
        lines.unit_price,
        lines.discount,
        lines.line_total,
        lines.cost_total,
        lines.profit,
        lines.line_total_eur,
        lines.cost_total_eur,
        lines.profit_eur,
        lines.is_revenue
    from orders
    inner join lines
        on orders.order_hk = lines.order_hk
    left join customers
        on
            orders.customer_hk = customers.customer_hk
            and orders.ordered_at >= customers.valid_from
            and orders.ordered_at < customers.valid_to

)

select * from sales
