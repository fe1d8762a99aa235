-- Grain: one row per accepted row of the feed finance_accounts.
with

source as (

    select * from {{ ref('landing_finance_accounts') }}
    where {{ is_pending('finance_accounts') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('finance_accounts', 'ACCOUNT_ID') }} as account_id,
        -- The owner is a customer of the Oracle CRM.
        'Oracle' as source_system,
        {{ typed('finance_accounts', 'CUSTOMER_ID') }} as customer_id,
        {{ typed('finance_accounts', 'ACCOUNT_NUMBER') }} as account_number,
        {{ typed('finance_accounts', 'ACCOUNT_TYPE') }} as account_type,
        {{ typed('finance_accounts', 'ACCOUNT_STATUS') }} as account_status,
        {{ typed('finance_accounts', 'BALANCE') }} as balance,
        {{ typed('finance_accounts', 'CURRENCY') }} as currency,
        {{ typed('finance_accounts', 'OPENED_DATE') }} as opened_date,
        {{ typed('finance_accounts', 'UPDATED_AT') }} as effective_from,
        -- The relationship holds from this row until the next row of the account.
        {{ typed('finance_accounts', 'UPDATED_AT') }} as start_at,
        {{ automate_dv.end_of_time() }} as end_at,
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
            columns=key_text('finance_accounts.ACCOUNT_ID', 'account_id'),
            alias='account_hk',
        ) }},
        {{ automate_dv.hash(
            columns=['source_system', key_text('oracle_customers.CUSTOMER_ID', 'customer_id')],
            alias='customer_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                'source_system',
                key_text('oracle_customers.CUSTOMER_ID', 'customer_id'),
                key_text('finance_accounts.ACCOUNT_ID', 'account_id'),
            ],
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

),

flagged as (

    {{ flag_conflicts('hashed', 'finance_accounts') }}

)

select * from flagged
