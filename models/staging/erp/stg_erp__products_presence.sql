-- Grain: one row per product and full snapshot that contains it, rejected rows included.
with

source as (

    {{ snapshot_rows('products') }}

),

renamed as (

    select distinct
        {{ typed('products', 'PRODUCT_ID') }} as product_id,
        snapshot_at as loaded_at,
        _landed_in as landed_in,
        coalesce(_record_source, '(none)') as record_source
    from source
    where
        has_key = 1
        and snapshot_at is not null
        and not {{ is_accepted_load() }}

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
