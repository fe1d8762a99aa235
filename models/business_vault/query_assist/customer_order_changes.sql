-- Grain: one row per customer record and order that has changed since the bridge last read it.
-- It reads the pending loads of the bridge, so it has pending changes only.
{{ config(materialized='view', meta={'lists_pending': true}) }}
{%- set bridge = 'bridge_customer_order_product' %}
with

customer_orders as (

    select * from {{ ref('link_customer_order') }}

),

customer_spans as (

    select * from {{ ref('customer_order_spans') }}

),

product_spans as (

    select * from {{ ref('order_product_spans') }}

),

refreshed_orders as (

    select refresh_key as order_hk
    from (
        {{ pending_keys(['customer_order_spans', 'order_product_spans'], bridge) }}
    ) as refreshed
    union
    select order_hk from customer_orders
    where loaded_at in ({{ pending_loads('link_customer_order', bridge) }})

),

-- A fully refreshed table lists no keys.
full_refreshes as (

    select count(*) as run_count from refreshed_orders
    where order_hk is null

),

-- An order cannot change before its first span.
first_changes as (

    select
        order_hk,
        min(start_at) as changed_at
    from (
        select
            order_hk,
            start_at
        from customer_spans
        union all
        select
            order_hk,
            start_at
        from product_spans
    ) as spans
    group by order_hk

),

changes as (

    select
        customer_orders.customer_hk,
        first_changes.changed_at
    from first_changes
    inner join customer_orders
        on first_changes.order_hk = customer_orders.order_hk
    cross join full_refreshes
    left join refreshed_orders
        on first_changes.order_hk = refreshed_orders.order_hk
    where
        full_refreshes.run_count > 0
        or refreshed_orders.order_hk is not null

)

select * from changes
