-- Grain: one row per customer record and order of it that the bridge has not seen as it is now.
-- What is pending for the bridge: the view reads the loads that the bridge has listed.
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

refreshed as (

    select hash_key as order_hk
    from {{ bookkeeping_table('refreshed_keys') }}
    where
        (
            model = 'customer_order_spans'
            and run_id in ({{ pending_loads('customer_order_spans', bridge) }})
        ) or (
            model = 'order_product_spans'
            and run_id in ({{ pending_loads('order_product_spans', bridge) }})
        )
    union
    select order_hk from customer_orders
    where loaded_at in ({{ pending_loads('link_customer_order', bridge) }})

),

-- A table that was computed as a whole lists no keys.
rebuilt as (

    select count(*) as run_count from refreshed
    where order_hk is null

),

-- Nothing of an order changes before its first span.
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
    cross join rebuilt
    where
        rebuilt.run_count > 0
        or first_changes.order_hk in (select order_hk from refreshed)

)

select * from changes
