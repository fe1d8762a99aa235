-- Grain: one row per accepted row of the feed finance_transactions.
with

source as (

    select * from {{ ref('landing_finance_transactions') }}
    where {{ is_pending('finance_transactions') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('finance_transactions', 'TRANSACTION_ID') }} as transaction_id,
        {{ typed('finance_transactions', 'ACCOUNT_ID') }} as account_id,
        {{ typed('finance_transactions', 'COUNTER_ACCOUNT_ID') }} as counter_account_id,
        {{ typed('finance_transactions', 'TRANSACTION_TYPE') }} as transaction_type,
        {{ typed('finance_transactions', 'AMOUNT') }} as amount,
        {{ typed('finance_transactions', 'CURRENCY') }} as currency,
        {{ typed('finance_transactions', 'TRANSACTION_TIME') }} as transacted_at,
        {{ typed('finance_transactions', 'MERCHANT') }} as merchant,
        {{ typed('finance_transactions', 'CATEGORY') }} as transaction_category,
        {{ typed('finance_transactions', 'STATUS') }} as transaction_status,
        {{ typed('finance_transactions', 'UPDATED_AT') }} as effective_from,
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
            columns=key_text('finance_transactions.TRANSACTION_ID', 'transaction_id'),
            alias='transaction_hk',
        ) }},
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

),

flagged as (

    {{ flag_conflicts('hashed', 'finance_transactions') }}

)

select * from flagged
