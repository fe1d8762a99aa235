-- Grain: one row per accepted row of the feed salesforce_contacts.
with

source as (

    select * from {{ ref('landing_salesforce_contacts') }}
    where {{ is_pending('salesforce_contacts') }} and quarantine_reason is null

),

renamed as (

    select
        'Salesforce' as source_system,
        {{ clean_text('AccountId') }} as customer_id,
        {{ clean_text('ContactId') }} as contact_id,
        {{ clean_text('FirstName') }} as first_name,
        {{ clean_text('LastName') }} as last_name,
        {{ clean_text('Title') }} as job_title,
        {{ clean_text('Email') }} as email,
        {{ clean_text('Phone') }} as phone,
        {{ parse_timestamp('SystemModstamp', 'iso') }} as effective_from,
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
            columns=['contact_id', 'first_name', 'last_name', 'job_title', 'email', 'phone'],
            alias='contact_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

)

select * from hashed
