-- Grain: one row per order: what it is worth.
with

orders as (

    select * from {{ ref('current_orders') }}

),

lines as (

    select * from {{ ref('current_order_lines') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

valued as (

    select
        orders.order_hk,
        orders.customer_hk,
        orders.ordered_at,
        orders.order_status <> 'CANCELLED' as is_revenue,
        sum(
            {{ to_euro(
                'lines.quantity * lines.unit_price * (1 - lines.discount)',
                'currencies.units_per_euro'
            ) }}
        ) as order_total_eur
    from orders
    inner join currencies
        on orders.currency = currencies.currency
    left join lines
        on orders.order_hk = lines.order_hk
    group by orders.order_hk, orders.customer_hk, orders.ordered_at, orders.order_status

)

select * from valued
