-- Grain: one row per accepted row of the feed finance_accounts.
with

source as (

    select * from {{ ref('landing_finance_accounts') }}
    where {{ is_pending('finance_accounts') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('ACCOUNT_ID') }} as account_id,
        -- The owner is a customer of the Oracle CRM.
        'Oracle' as source_system,
        {{ clean_text('CUSTOMER_ID') }} as customer_id,
        {{ clean_text('ACCOUNT_NUMBER') }} as account_number,
        {{ clean_text('ACCOUNT_TYPE') }} as account_type,
        {{ clean_text('ACCOUNT_STATUS') }} as account_status,
        {{ parse_decimal('BALANCE') }} as balance,
        {{ clean_text('CURRENCY') }} as currency,
        {{ parse_date('OPENED_DATE') }} as opened_date,
        {{ parse_timestamp('UPDATED_AT') }} as effective_from,
        -- The relationship holds from this row until the next row of the account.
        {{ parse_timestamp('UPDATED_AT') }} as start_at,
        cast('{{ automate_dv.max_datetime() }}' as timestamp) as end_at,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='account_id', alias='account_hk') }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id'],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', 'customer_id', 'account_id'],
            alias='customer_account_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'account_number', 'account_type', 'account_status', 'currency', 'opened_date',
            ],
            alias='account_hashdiff',
            is_hashdiff=true,
            timestamps=['opened_date'],
        ) }},
        {{ automate_dv.hash(
            columns=['balance'],
            alias='account_balance_hashdiff',
            is_hashdiff=true,
        ) }}
    from renamed

)

select * from hashed
