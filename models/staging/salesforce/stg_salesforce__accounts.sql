-- Grain: one row per accepted row of the feed salesforce_accounts.
with

source as (

    select * from {{ ref('landing_salesforce_accounts') }}
    where {{ is_pending('salesforce_accounts') }} and quarantine_reason is null

),

renamed as (

    select
        'Salesforce' as source_system,
        {{ clean_text('Id') }} as customer_id,
        {{ clean_text('Name') }} as account_name,
        {{ clean_text('Email') }} as email,
        {{ clean_text('Phone') }} as phone,
        {{ clean_text('Website') }} as website,
        {{ clean_text('BillingStreet') }} as street,
        {{ clean_text('BillingCity') }} as city,
        {{ clean_text('BillingPostalCode') }} as postcode,
        {{ clean_text('BillingCountry') }} as country,
        {{ clean_text('Industry') }} as industry,
        {{ parse_decimal('AnnualRevenue') }} as annual_revenue,
        try_cast({{ clean_text('NumberOfEmployees') }} as integer) as employee_count,
        {{ parse_timestamp('CreatedDate', 'iso') }} as created_at,
        coalesce({{ clean_text('IsDeleted') }} = 'true', false) as is_flagged_deleted,
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

)

select * from hashed
