-- Grain: one row per SAP customer and full snapshot that contains it, rejected rows included.
with

source as (

    {{ snapshot_rows('sap_kna1') }}

),

renamed as (

    select distinct
        'SAP' as source_system,
        {{ typed('sap_kna1', 'KUNNR') }} as customer_id,
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
            columns=['source_system', key_text('sap_kna1.KUNNR', 'customer_id')],
            alias='customer_hk',
        ) }}
    from renamed

)

select * from hashed
