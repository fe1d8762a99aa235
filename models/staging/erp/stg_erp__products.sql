-- Grain: one row per accepted row of the feed products.
with

source as (

    select * from {{ ref('landing_products') }}
    where {{ is_pending('products') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('products', 'PRODUCT_ID') }} as product_id,
        {{ typed('products', 'PRODUCT_NAME') }} as product_name,
        {{ typed('products', 'CATEGORY') }} as category,
        {{ typed('products', 'SUBCATEGORY') }} as subcategory,
        {{ typed('products', 'UNIT_PRICE') }} as unit_price,
        {{ typed('products', 'COST_PRICE') }} as cost_price,
        {{ typed('products', 'CURRENCY') }} as currency,
        {{ typed('products', 'LAUNCH_DATE') }} as launch_date,
        coalesce({{ typed('products', 'ACTIVE_FLAG') }} = 'Y', false) as is_active,
        {{ typed('products', 'STOCK_QUANTITY') }} as stock_quantity,
        {{ typed('products', 'REORDER_LEVEL') }} as reorder_level,
        {{ typed('products', 'UPDATED_AT') }} as effective_from,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

-- Prices as strings keep hashdiffs independent of the number of digits in the type.
products_with_price_text as (

    select
        *,
        {{ number_text('unit_price', 2) }} as unit_price_text,
        {{ number_text('cost_price', 2) }} as cost_price_text
    from renamed

),

hashed as (

    select
        * exclude (unit_price_text, cost_price_text),
        {{ automate_dv.hash(
            columns=key_text('products.PRODUCT_ID', 'product_id'),
            alias='product_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'product_name', 'category', 'subcategory', 'unit_price_text', 'cost_price_text',
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
    from products_with_price_text

),

flagged as (

    {{ flag_conflicts('hashed', 'products') }}

)

select * from flagged
