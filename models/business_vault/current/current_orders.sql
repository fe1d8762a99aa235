-- Grain: one row per order: its latest state and the customer record that it belongs to.
{{ config(meta={
    'refresh_by': 'order_hk',
    'refresh_from': {
        'sat_order__shop': 'order_hk',
        'hub_order': 'order_hk',
        'link_customer_order': 'order_hk',
        'hub_customer': {'on': 'customer_hk', 'through': 'link_customer_order'},
    },
}) }}
with

order_states as (

    {{ newest_rows('sat_order__shop', 'order_hk', where=needs_refresh('order_hk')) }}

),

orders as (

    select * from {{ ref('hub_order') }}

),

links as (

    select * from {{ ref('link_customer_order') }}

),

customers as (

    select * from {{ ref('hub_customer') }}

),

-- An order whose customer was corrected has several links; its latest state names the valid one.
order_customers as (

    select
        links.order_hk,
        links.customer_hk,
        customers.source_system,
        customers.customer_id
    from links
    inner join customers
        on links.customer_hk = customers.customer_hk

),

orders_with_customer as (

    select
        orders.order_hk,
        orders.order_id,
        order_customers.customer_hk,
        order_states.source_system,
        order_states.customer_id,
        order_states.ordered_at,
        order_states.order_status,
        order_states.payment_method,
        order_states.priority,
        order_states.region,
        order_states.currency,
        order_states.sales_rep_id
    from orders
    inner join order_states
        on orders.order_hk = order_states.order_hk
    left join order_customers
        on
            order_states.order_hk = order_customers.order_hk
            and order_states.source_system = order_customers.source_system
            and order_states.customer_id = order_customers.customer_id

)

select * from orders_with_customer
