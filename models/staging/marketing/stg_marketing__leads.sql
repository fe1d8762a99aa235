-- Grain: one row per accepted row of the feed marketing_leads.
with

source as (

    select * from {{ ref('landing_marketing_leads') }}
    where {{ is_pending('marketing_leads') }} and quarantine_reason is null

),

renamed as (

    select
        'Marketing' as source_system,
        {{ typed('marketing_leads', 'LEAD_ID') }} as customer_id,
        {{ typed('marketing_leads', 'FULL_NAME') }} as full_name,
        {{ typed('marketing_leads', 'PHONE') }} as phone,
        {{ typed('marketing_leads', 'CAMPAIGN') }} as campaign,
        {{ typed('marketing_leads', 'LEAD_SOURCE') }} as lead_source,
        {{ typed('marketing_leads', 'CREATED_AT') }} as created_at,
        {{ typed('marketing_leads', 'CREATED_AT') }} as effective_from,
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
            columns=['source_system', key_text('marketing_leads.LEAD_ID', 'customer_id')],
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

),

flagged as (

    {{ flag_conflicts('hashed', 'marketing_leads') }}

)

select * from flagged
