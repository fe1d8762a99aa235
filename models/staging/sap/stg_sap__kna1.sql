-- Grain: one row per accepted row of the feed sap_kna1.
with

source as (

    select * from {{ ref('landing_sap_kna1') }}
    where {{ is_pending('sap_kna1') }} and quarantine_reason is null

),

renamed as (

    select
        'SAP' as source_system,
        {{ typed('sap_kna1', 'KUNNR') }} as customer_id,
        {{ typed('sap_kna1', 'NAME1') }} as name_1,
        {{ typed('sap_kna1', 'NAME2') }} as name_2,
        {{ typed('sap_kna1', 'STRAS') }} as street,
        {{ typed('sap_kna1', 'ORT01') }} as city,
        {{ typed('sap_kna1', 'PSTLZ') }} as postcode,
        {{ typed('sap_kna1', 'REGIO') }} as region,
        {{ typed('sap_kna1', 'LAND1') }} as country,
        {{ typed('sap_kna1', 'TELF1') }} as phone,
        {{ typed('sap_kna1', 'SMTP_ADDR') }} as email,
        {{ typed('sap_kna1', 'STCEG') }} as vat_id,
        {{ typed('sap_kna1', 'BRSCH') }} as industry,
        {{ typed('sap_kna1', 'KTOKD') }} as account_group,
        {{ typed('sap_kna1', 'ERDAT') }} as created_date,
        coalesce({{ typed('sap_kna1', 'LOEVM') }} = 'X', false) as is_flagged_deleted,
        {{ parse_timestamp(
            'UPDAT', 'YYYYMMDD', time_zone=feed_declaration('sap_kna1').time_zone
        ) }} as effective_from,
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
            columns=['source_system', key_text('sap_kna1.KUNNR', 'customer_id')],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['industry', 'account_group', 'created_date', 'is_flagged_deleted'],
            alias='customer_hashdiff',
            is_hashdiff=true,
            timestamps=['created_date'],
        ) }},
        {{ automate_dv.hash(
            columns=[
                'name_1', 'name_2', 'street', 'city', 'postcode', 'region', 'country',
                'phone', 'email', 'vat_id',
            ],
            alias='customer_pii_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

),

flagged as (

    {{ flag_conflicts('hashed', 'sap_kna1') }}

)

select * from flagged
