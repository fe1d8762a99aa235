-- Grain: one row per accepted row of the feed products.
with

source as (

    select * from {{ ref('landing_products') }}
    where {{ is_pending('products') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('PRODUCT_ID') }} as product_id,
        {{ clean_text('PRODUCT_NAME') }} as product_name,
        {{ clean_text('CATEGORY') }} as category,
        {{ clean_text('SUBCATEGORY') }} as subcategory,
        {{ parse_decimal('UNIT_PRICE') }} as unit_price,
        {{ parse_decimal('COST_PRICE') }} as cost_price,
        {{ clean_text('CURRENCY') }} as currency,
        {{ parse_date('LAUNCH_DATE') }} as launch_date,
        coalesce({{ clean_text('ACTIVE_FLAG') }} = 'Y', false) as is_active,
        try_cast({{ clean_text('STOCK_QUANTITY') }} as integer) as stock_quantity,
        try_cast({{ clean_text('REORDER_LEVEL') }} as integer) as reorder_level,
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
        {{ automate_dv.hash(columns='product_id', alias='product_hk') }},
        {{ automate_dv.hash(
            columns=[
                'product_name', 'category', 'subcategory', 'unit_price', 'cost_price',
                'currency', 'launch_date', 'is_active',
            ],
            alias='product_hashdiff',
            is_hashdiff=true,
            timestamps=['launch_date'],
        ) }},
        {{ automate_dv.hash(
            columns=['stock_quantity', 'reorder_level'],
            alias='product_stock_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

)

select * from hashed
