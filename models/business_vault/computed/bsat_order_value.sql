-- Grain: one row per order: its value in euro.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'order_hk',
        'rated_on': 'ordered_at',
        'refresh_from': {
            'current_orders': 'order_hk',
            'current_order_lines': 'order_hk',
        },
    },
) }}
with

orders as (

    select * from {{ ref('current_orders') }}
    where {{ needs_refresh('order_hk') }}

),

lines as (

    select * from {{ ref('current_order_lines') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

order_values as (

    select
        orders.order_hk,
        orders.customer_hk,
        orders.ordered_at,
        orders.currency,
        {{ is_revenue('orders.order_status') }} as is_revenue,
        sum({{ to_euro('lines.line_total', 'rates.units_per_euro') }}) as order_total_eur
    from orders
    left join rates
        on
            orders.currency = rates.currency
            and cast(orders.ordered_at as date) >= rates.valid_from
            and cast(orders.ordered_at as date) < rates.valid_to
    left join lines
        on orders.order_hk = lines.order_hk
    group by
        orders.order_hk, orders.customer_hk, orders.ordered_at, orders.currency,
        orders.order_status

)

select * from order_values
