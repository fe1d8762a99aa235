-- Grain: one row per shipment: its latest state and its order.
{{ config(meta={
    'refresh_by': 'shipment_hk',
    'refresh_from': {
        'sat_shipment__logistics': 'shipment_hk',
        'hub_shipment': 'shipment_hk',
    },
}) }}
with

shipment_states as (

    {{ newest_rows('sat_shipment__logistics', 'shipment_hk', where=needs_refresh('shipment_hk')) }}

),

shipments as (

    select * from {{ ref('hub_shipment') }}

),

states_with_orders as (

    select
        *,
        {{ automate_dv.hash(columns=key_text('orders.ORDER_ID', 'order_id'), alias='order_hk') }}
    from shipment_states

),

shipments_with_state as (

    select
        shipments.shipment_hk,
        shipments.shipment_id,
        states_with_orders.order_hk,
        states_with_orders.carrier,
        states_with_orders.shipment_status,
        states_with_orders.shipped_at,
        states_with_orders.estimated_delivery_date,
        states_with_orders.delivered_at,
        states_with_orders.shipping_cost,
        states_with_orders.currency,
        states_with_orders.effective_from
    from states_with_orders
    inner join shipments
        on states_with_orders.shipment_hk = shipments.shipment_hk

)

select * from shipments_with_state
