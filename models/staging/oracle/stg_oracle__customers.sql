-- Grain: one row per accepted row of the feed oracle_customers.
with

source as (

    select * from {{ ref('landing_oracle_customers') }}
    where {{ is_pending('oracle_customers') }} and quarantine_reason is null

),

renamed as (

    select
        'Oracle' as source_system,
        {{ clean_text('CUSTOMER_ID') }} as customer_id,
        {{ clean_text('FIRST_NAME') }} as first_name,
        {{ clean_text('LAST_NAME') }} as last_name,
        {{ clean_text('EMAIL') }} as email,
        {{ clean_text('PHONE') }} as phone,
        {{ parse_date('DATE_OF_BIRTH') }} as birth_date,
        {{ clean_text('NATIONAL_ID') }} as national_id,
        {{ clean_text('CUSTOMER_TYPE') }} as customer_type,
        {{ clean_text('CUSTOMER_SEGMENT') }} as segment,
        {{ clean_text('INDUSTRY') }} as industry,
        {{ clean_text('ADDRESS') }} as street,
        {{ clean_text('CITY') }} as city,
        {{ clean_text('STATE') }} as region,
        {{ clean_text('ZIP_CODE') }} as postcode,
        {{ clean_text('COUNTRY') }} as country,
        {{ parse_date('REGISTRATION_DATE') }} as registration_date,
        {{ clean_text('CUSTOMER_STATUS') }} as customer_status,
        {{ parse_decimal('LIFETIME_VALUE') }} as stated_lifetime_value,
        {{ parse_timestamp('UPDATED_AT', time_zone='America/New_York') }} as effective_from,
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
                'customer_type', 'segment', 'industry', 'registration_date', 'customer_status',
                'stated_lifetime_value',
            ],
            alias='customer_hashdiff',
            is_hashdiff=true,
            timestamps=['registration_date'],
        ) }},
        {{ automate_dv.hash(
            columns=[
                'first_name', 'last_name', 'email', 'phone', 'birth_date', 'national_id',
                'street', 'city', 'region', 'postcode', 'country',
            ],
            alias='customer_pii_hashdiff',
            is_hashdiff=true,
            timestamps=['birth_date'],
        ) }}
    from renamed

)

select * from hashed
