-- Grain: one row per accepted row of the feed sap_kna1.
with

source as (

    select * from {{ ref('landing_sap_kna1') }}
    where {{ is_pending('sap_kna1') }} and quarantine_reason is null

),

renamed as (

    select
        'SAP' as source_system,
        {{ clean_text('KUNNR') }} as customer_id,
        {{ clean_text('NAME1') }} as name_1,
        {{ clean_text('NAME2') }} as name_2,
        {{ clean_text('STRAS') }} as street,
        {{ clean_text('ORT01') }} as city,
        {{ clean_text('PSTLZ') }} as postcode,
        {{ clean_text('REGIO') }} as region,
        {{ clean_text('LAND1') }} as country,
        {{ clean_text('TELF1') }} as phone,
        {{ clean_text('SMTP_ADDR') }} as email,
        {{ clean_text('STCEG') }} as vat_id,
        {{ clean_text('BRSCH') }} as industry,
        {{ clean_text('KTOKD') }} as account_group,
        {{ parse_date('ERDAT', 'YYYYMMDD') }} as created_date,
        coalesce({{ clean_text('LOEVM') }} = 'X', false) as is_flagged_deleted,
        {{ parse_timestamp('UPDAT', 'YYYYMMDD', time_zone='Europe/Berlin') }} as effective_from,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id'],
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

)

select * from hashed
