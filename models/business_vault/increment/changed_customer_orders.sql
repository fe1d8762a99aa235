-- Grain: one row per customer record that ever had an order which, or a line of which, is pending.
with

owned as (

    select
        order_hk,
        start_at as changed_at
    from {{ ref('eff_sat_customer_order') }}
    where loaded_at in ({{ pending_loads('eff_sat_customer_order') }})

),

line_states as (

    select * from {{ ref('sat_order_product__shop') }}
    where loaded_at in ({{ pending_loads('sat_order_product__shop') }})

),

order_products as (

    select * from {{ ref('link_order_product') }}

),

customer_orders as (

    select * from {{ ref('link_customer_order') }}

),

changed as (

    select
        order_hk,
        changed_at
    from owned
    union all
    select
        order_products.order_hk,
        line_states.effective_from as changed_at
    from line_states
    inner join order_products
        on line_states.order_product_hk = order_products.order_product_hk

),

touched as (

    select
        customer_orders.customer_hk,
        min(changed.changed_at) as changed_at
    from changed
    inner join customer_orders
        on changed.order_hk = customer_orders.order_hk
    group by customer_orders.customer_hk

)

select * from touched
