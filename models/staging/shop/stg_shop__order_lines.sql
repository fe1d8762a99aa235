-- Grain: one row per accepted row of the feed order_lines.
with

source as (

    select * from {{ ref('landing_order_lines') }}
    where {{ is_pending('order_lines') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('order_lines', 'ORDER_ID') }} as order_id,
        {{ typed('order_lines', 'LINE_NUMBER') }} as line_number,
        {{ typed('order_lines', 'PRODUCT_ID') }} as product_id,
        {{ typed('order_lines', 'QUANTITY') }} as quantity,
        {{ typed('order_lines', 'UNIT_PRICE') }} as unit_price,
        {{ typed('order_lines', 'DISCOUNT') }} as discount,
        {{ typed('order_lines', 'UPDATED_AT') }} as effective_from,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

-- Prices as strings keep hashdiffs independent of the number of digits in the type.
lines_with_price_text as (

    select
        *,
        {{ number_text('unit_price', 2) }} as unit_price_text,
        {{ number_text('discount', 4) }} as discount_text
    from renamed

),

hashed as (

    select
        * exclude (unit_price_text, discount_text),
        {{ automate_dv.hash(columns=key_text('orders.ORDER_ID', 'order_id'), alias='order_hk') }},
        {{ automate_dv.hash(
            columns=key_text('products.PRODUCT_ID', 'product_id'),
            alias='product_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                key_text('orders.ORDER_ID', 'order_id'),
                'line_number',
                key_text('products.PRODUCT_ID', 'product_id'),
            ],
            alias='order_product_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['quantity', 'unit_price_text', 'discount_text'],
            alias='order_product_hashdiff',
            is_hashdiff=true,
        ) }}
    from lines_with_price_text

),

flagged as (

    {{ flag_conflicts('hashed', 'order_lines') }}

)

select * from flagged
