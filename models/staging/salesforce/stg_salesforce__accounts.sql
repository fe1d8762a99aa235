-- Grain: one row per accepted row of the feed salesforce_accounts.
with

source as (

    select * from {{ ref('landing_salesforce_accounts') }}
    where {{ is_pending('salesforce_accounts') }} and quarantine_reason is null

),

renamed as (

    select
        'Salesforce' as source_system,
        {{ typed('salesforce_accounts', 'Id') }} as customer_id,
        {{ typed('salesforce_accounts', 'Name') }} as account_name,
        {{ typed('salesforce_accounts', 'Email') }} as email,
        {{ typed('salesforce_accounts', 'Phone') }} as phone,
        {{ typed('salesforce_accounts', 'Website') }} as website,
        {{ typed('salesforce_accounts', 'BillingStreet') }} as street,
        {{ typed('salesforce_accounts', 'BillingCity') }} as city,
        {{ typed('salesforce_accounts', 'BillingPostalCode') }} as postcode,
        {{ typed('salesforce_accounts', 'BillingCountry') }} as country,
        {{ typed('salesforce_accounts', 'Industry') }} as industry,
        {{ typed('salesforce_accounts', 'AnnualRevenue') }} as annual_revenue,
        {{ typed('salesforce_accounts', 'NumberOfEmployees') }} as employee_count,
        {{ typed('salesforce_accounts', 'CreatedDate') }} as created_at,
        {{ typed('salesforce_accounts', 'IsDeleted') }} as is_flagged_deleted,
        {{ typed('salesforce_accounts', 'SystemModstamp') }} as effective_from,
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
            columns=[
                'industry', 'annual_revenue', 'employee_count', 'created_at',
                'is_flagged_deleted',
            ],
            alias='customer_hashdiff',
            is_hashdiff=true,
            timestamps=['created_at'],
        ) }},
        {{ automate_dv.hash(
            columns=[
                'account_name', 'email', 'phone', 'website', 'street', 'city', 'postcode',
                'country',
            ],
            alias='customer_pii_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

),

flagged as (

    {{ flag_conflicts('hashed', 'salesforce_accounts') }}

)

select * from flagged
