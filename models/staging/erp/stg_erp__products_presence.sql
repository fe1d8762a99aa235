-- Grain: one row per product and full snapshot that contains it, rejected rows included.
with

source as (

    select * from {{ ref('landing_products') }}
    where
        {{ is_pending('products') }}
        and {{ has_valid_key('products') }}
        and coalesce(quarantine_reason, '') not like '% in _loaded_at'
        and not {{ is_accepted_load() }}

),

renamed as (

    select distinct
        {{ typed('products', 'PRODUCT_ID') }} as product_id,
        {{ parse_timestamp('_loaded_at') }} as loaded_at,
        _landed_in as landed_in,
        coalesce(_record_source, '(none)') as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(
            columns=key_text('products.PRODUCT_ID', 'product_id'),
            alias='product_hk',
        ) }}
    from renamed

)

select * from hashed
