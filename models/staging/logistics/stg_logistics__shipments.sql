-- Grain: one row per accepted row of the feed shipments.
with

source as (

    select * from {{ ref('landing_shipments') }}
    where {{ is_pending('shipments') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('shipments', 'SHIPMENT_ID') }} as shipment_id,
        {{ typed('shipments', 'ORDER_ID') }} as order_id,
        {{ typed('shipments', 'CARRIER') }} as carrier,
        {{ typed('shipments', 'SHIPPED_AT') }} as shipped_at,
        {{ typed('shipments', 'ESTIMATED_DELIVERY_DATE') }} as estimated_delivery_date,
        {{ typed('shipments', 'DELIVERED_AT') }} as delivered_at,
        {{ typed('shipments', 'STATUS') }} as shipment_status,
        {{ typed('shipments', 'SHIPPING_COST') }} as shipping_cost,
        {{ typed('shipments', 'CURRENCY') }} as currency,
        {{ typed('shipments', 'UPDATED_AT') }} as effective_from,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(
            columns=key_text('shipments.SHIPMENT_ID', 'shipment_id'),
            alias='shipment_hk',
        ) }},
        {{ automate_dv.hash(columns=key_text('orders.ORDER_ID', 'order_id'), alias='order_hk') }},
        {{ automate_dv.hash(
            columns=[
                key_text('orders.ORDER_ID', 'order_id'),
                key_text('shipments.SHIPMENT_ID', 'shipment_id'),
            ],
            alias='order_shipment_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'order_id', 'carrier', 'shipped_at', 'estimated_delivery_date', 'delivered_at',
                'shipment_status', 'shipping_cost', 'currency',
            ],
            alias='shipment_hashdiff',
            is_hashdiff=true,
            timestamps=['shipped_at', 'estimated_delivery_date', 'delivered_at'],
        ) }}
    from renamed

),

flagged as (

    {{ flag_conflicts('hashed', 'shipments') }}

)

select * from flagged
