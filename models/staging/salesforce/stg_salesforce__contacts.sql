-- Grain: one row per accepted row of the feed salesforce_contacts.
with

source as (

    select * from {{ ref('landing_salesforce_contacts') }}
    where {{ is_pending('salesforce_contacts') }} and quarantine_reason is null

),

renamed as (

    select
        'Salesforce' as source_system,
        {{ typed('salesforce_contacts', 'AccountId') }} as customer_id,
        {{ typed('salesforce_contacts', 'ContactId') }} as contact_id,
        {{ typed('salesforce_contacts', 'FirstName') }} as first_name,
        {{ typed('salesforce_contacts', 'LastName') }} as last_name,
        {{ typed('salesforce_contacts', 'Title') }} as job_title,
        {{ typed('salesforce_contacts', 'Email') }} as email,
        {{ typed('salesforce_contacts', 'Phone') }} as phone,
        {{ typed('salesforce_contacts', 'SystemModstamp') }} as effective_from,
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
            columns=['source_system', key_text('salesforce_accounts.Id', 'customer_id')],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['contact_id', 'first_name', 'last_name', 'job_title', 'email', 'phone'],
            alias='contact_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

),

flagged as (

    {{ flag_conflicts('hashed', 'salesforce_contacts') }}

)

select * from flagged
