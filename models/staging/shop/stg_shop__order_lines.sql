-- Grain: one row per accepted row of the feed order_lines.
with

source as (

    select * from {{ ref('landing_order_lines') }}
    where {{ is_pending('order_lines') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('ORDER_ID') }} as order_id,
        try_cast({{ clean_text('LINE_NUMBER') }} as integer) as line_number,
        {{ clean_text('PRODUCT_ID') }} as product_id,
        try_cast({{ clean_text('QUANTITY') }} as integer) as quantity,
        {{ parse_decimal('UNIT_PRICE') }} as unit_price,
        {{ parse_decimal('DISCOUNT', 5, 4) }} as discount,
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
        {{ automate_dv.hash(columns='order_id', alias='order_hk') }},
        {{ automate_dv.hash(columns='product_id', alias='product_hk') }},
        {{ automate_dv.hash(
            columns=['order_id', 'line_number', 'product_id'],
            alias='order_product_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['quantity', 'unit_price', 'discount'],
            alias='order_product_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

)

select * from hashed
