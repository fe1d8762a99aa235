-- Grain: one row per accepted row of the feed shipments.
with

source as (

    select * from {{ ref('landing_shipments') }}
    where {{ is_pending('shipments') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('SHIPMENT_ID') }} as shipment_id,
        {{ clean_text('ORDER_ID') }} as order_id,
        {{ clean_text('CARRIER') }} as carrier,
        {{ parse_timestamp('SHIPPED_AT') }} as shipped_at,
        {{ parse_date('ESTIMATED_DELIVERY_DATE') }} as estimated_delivery_date,
        {{ parse_timestamp('DELIVERED_AT') }} as delivered_at,
        {{ clean_text('STATUS') }} as shipment_status,
        {{ parse_decimal('SHIPPING_COST') }} as shipping_cost,
        {{ clean_text('CURRENCY') }} as currency,
        {{ parse_timestamp('UPDATED_AT') }} as effective_from,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='shipment_id', alias='shipment_hk') }},
        {{ automate_dv.hash(columns='order_id', alias='order_hk') }},
        {{ automate_dv.hash(
            columns=['order_id', 'shipment_id'],
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

)

select * from hashed
