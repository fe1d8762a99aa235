-- Grain: one row per order: what it is worth.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='order_hk',
    on_schema_change='fail',
) }}
with

{{ touched(
    'order_hk',
    loads=[
        'sat_order__shop',
        {'table': 'sat_order_product__shop', 'on': 'order_product_hk', 'through': 'link_order_product'},
    ],
    rated_on='cast(ordered_at as date)',
) }}

orders as (

    select * from {{ ref('current_orders') }}
    where {{ is_touched('order_hk') }}

),

lines as (

    select * from {{ ref('current_order_lines') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

valued as (

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

select * from valued
