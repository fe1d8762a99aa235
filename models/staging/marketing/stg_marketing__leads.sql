-- Grain: one row per accepted row of the feed marketing_leads.
with

source as (

    select * from {{ ref('landing_marketing_leads') }}
    where {{ is_pending('marketing_leads') }} and quarantine_reason is null

),

renamed as (

    select
        'Marketing' as source_system,
        {{ clean_text('LEAD_ID') }} as customer_id,
        {{ clean_text('FULL_NAME') }} as full_name,
        {{ clean_text('PHONE') }} as phone,
        {{ clean_text('CAMPAIGN') }} as campaign,
        {{ clean_text('LEAD_SOURCE') }} as lead_source,
        {{ parse_timestamp('CREATED_AT') }} as created_at,
        {{ parse_timestamp('CREATED_AT') }} as effective_from,
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
            columns=['campaign', 'lead_source', 'created_at'],
            alias='customer_hashdiff',
            is_hashdiff=true,
            timestamps=['created_at'],
        ) }},
        {{ automate_dv.hash(
            columns=['full_name', 'phone'],
            alias='customer_pii_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

)

select * from hashed
