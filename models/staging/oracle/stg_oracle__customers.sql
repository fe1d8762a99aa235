-- Grain: one row per accepted row of the feed oracle_customers.
with

source as (

    select * from {{ ref('landing_oracle_customers') }}
    where {{ is_pending('oracle_customers') }} and quarantine_reason is null

),

renamed as (

    select
        'Oracle' as source_system,
        {{ typed('oracle_customers', 'CUSTOMER_ID') }} as customer_id,
        {{ typed('oracle_customers', 'FIRST_NAME') }} as first_name,
        {{ typed('oracle_customers', 'LAST_NAME') }} as last_name,
        {{ typed('oracle_customers', 'EMAIL') }} as email,
        {{ typed('oracle_customers', 'PHONE') }} as phone,
        {{ typed('oracle_customers', 'DATE_OF_BIRTH') }} as birth_date,
        {{ typed('oracle_customers', 'NATIONAL_ID') }} as national_id,
        {{ typed('oracle_customers', 'CUSTOMER_TYPE') }} as customer_type,
        {{ typed('oracle_customers', 'CUSTOMER_SEGMENT') }} as segment,
        {{ typed('oracle_customers', 'INDUSTRY') }} as industry,
        {{ typed('oracle_customers', 'ADDRESS') }} as street,
        {{ typed('oracle_customers', 'CITY') }} as city,
        {{ typed('oracle_customers', 'STATE') }} as region,
        {{ typed('oracle_customers', 'ZIP_CODE') }} as postcode,
        {{ typed('oracle_customers', 'COUNTRY') }} as country,
        {{ typed('oracle_customers', 'REGISTRATION_DATE') }} as registration_date,
        {{ typed('oracle_customers', 'CUSTOMER_STATUS') }} as customer_status,
        {{ typed('oracle_customers', 'LIFETIME_VALUE') }} as stated_lifetime_value,
        {{ typed('oracle_customers', 'UPDATED_AT') }} as effective_from,
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
            columns=['source_system', key_text('oracle_customers.CUSTOMER_ID', 'customer_id')],
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

),

in_delivery_order as (

    {{ resolve_repeated_hour('hashed', 'oracle_customers') }}

),

flagged as (

    {{ flag_conflicts('in_delivery_order', 'oracle_customers') }}

)

select * from flagged
