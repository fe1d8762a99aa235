-- Grain: one row per shipment: its newest state and the order that it carries.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='shipment_hk',
    on_schema_change='fail',
) }}
with

{{ touched('shipment_hk', loads=['sat_shipment__logistics']) }}

shipment_states as (

    {{ newest_rows('sat_shipment__logistics', 'shipment_hk', where=is_touched('shipment_hk')) }}

),

shipments as (

    select * from {{ ref('hub_shipment') }}

),

orders as (

    select * from {{ ref('hub_order') }}

),

joined as (

    select
        shipments.shipment_hk,
        shipments.shipment_id,
        orders.order_hk,
        shipment_states.carrier,
        shipment_states.shipment_status,
        shipment_states.shipped_at,
        shipment_states.estimated_delivery_date,
        shipment_states.delivered_at,
        shipment_states.shipping_cost,
        shipment_states.currency,
        shipment_states.effective_from
    from shipment_states
    inner join shipments
        on shipment_states.shipment_hk = shipments.shipment_hk
    left join orders
        on shipment_states.order_id = orders.order_id

)

select * from joined
