-- Grain: one row per accepted row of the feed finance_transactions.
with

source as (

    select * from {{ ref('landing_finance_transactions') }}
    where {{ is_pending('finance_transactions') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('TRANSACTION_ID') }} as transaction_id,
        {{ clean_text('ACCOUNT_ID') }} as account_id,
        {{ clean_text('COUNTER_ACCOUNT_ID') }} as counter_account_id,
        {{ clean_text('TRANSACTION_TYPE') }} as transaction_type,
        {{ parse_decimal('AMOUNT') }} as amount,
        {{ clean_text('CURRENCY') }} as currency,
        {{ parse_timestamp('TRANSACTION_TIME') }} as transacted_at,
        {{ clean_text('MERCHANT') }} as merchant,
        {{ clean_text('CATEGORY') }} as transaction_category,
        {{ clean_text('STATUS') }} as transaction_status,
        {{ parse_timestamp('UPDATED_AT') }} as effective_from,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='transaction_id', alias='transaction_hk') }},
        {{ automate_dv.hash(
            columns=[
                'transaction_type', 'amount', 'currency', 'transacted_at', 'merchant',
                'transaction_category', 'transaction_status',
            ],
            alias='transaction_hashdiff',
            is_hashdiff=true,
            timestamps=['transacted_at'],
        ) }}
    from renamed

)

select * from hashed
