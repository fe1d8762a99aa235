-- Grain: one row per order: its latest state and the customer record that it belongs to.
{{ config(meta={
    'refresh_by': 'order_hk',
    'refresh_from': {
        'sat_order__shop': 'order_hk',
        'hub_order': 'order_hk',
    },
}) }}
with

order_states as (

    {{ newest_rows('sat_order__shop', 'order_hk', where=needs_refresh('order_hk')) }}

),

orders as (

    select * from {{ ref('hub_order') }}

),

-- Different spellings of a key, such as Salesforce ids with 15 and 18 characters, have the same
-- hash.
states_with_customer as (

    select
        *,
        {{ automate_dv.hash(
            columns=['source_system', customer_key_text()],
            alias='customer_hk',
        ) }}
    from order_states

),

orders_with_customer as (

    select
        orders.order_hk,
        orders.order_id,
        states_with_customer.customer_hk,
        states_with_customer.source_system,
        states_with_customer.customer_id,
        states_with_customer.ordered_at,
        states_with_customer.order_status,
        states_with_customer.payment_method,
        states_with_customer.priority,
        states_with_customer.region,
        states_with_customer.currency,
        states_with_customer.sales_rep_id
    from orders
    inner join states_with_customer
        on orders.order_hk = states_with_customer.order_hk

)

select * from orders_with_customer
