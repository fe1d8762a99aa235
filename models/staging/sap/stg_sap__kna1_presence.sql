-- Grain: one row per SAP customer and full snapshot that contains it, rejected rows included.
with

source as (

    select * from {{ ref('landing_sap_kna1') }}
    where
        {{ is_pending('sap_kna1') }}
        and {{ has_valid_key('sap_kna1') }}
        and coalesce(quarantine_reason, '') not like '% in _loaded_at'
        and not {{ is_accepted_load() }}

),

renamed as (

    select distinct
        'SAP' as source_system,
        {{ typed('sap_kna1', 'KUNNR') }} as customer_id,
        {{ parse_timestamp('_loaded_at') }} as loaded_at,
        _landed_in as landed_in,
        coalesce(_record_source, '(none)') as record_source
    from source

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
