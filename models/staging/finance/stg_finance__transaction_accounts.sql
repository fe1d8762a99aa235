-- Grain: one row per accepted row of the feed finance_transactions and account in it.
{{ config(materialized='view') }}
with

transactions as (

    select * from {{ released_rows('stg_finance__transactions') }} as released
    where not coalesce(is_conflicting, false)

),

transaction_accounts as (

    select
        transaction_id,
        transaction_hk,
        account_id,
        'OWN' as account_role,
        effective_from,
        effective_from as start_at,
        {{ automate_dv.end_of_time() }} as end_at,
        loaded_at,
        landed_in,
        record_source
    from transactions
    union all
    select
        transaction_id,
        transaction_hk,
        counter_account_id as account_id,
        'COUNTER' as account_role,
        effective_from,
        effective_from as start_at,
        {{ automate_dv.end_of_time() }} as end_at,
        loaded_at,
        landed_in,
        record_source
    from transactions
    where counter_account_id is not null

),

hashed as (

    select
        *,
        {{ automate_dv.hash(
            columns=key_text('finance_accounts.ACCOUNT_ID', 'account_id'),
            alias='account_hk',
        ) }},
        {{ automate_dv.hash(
            columns=[
                key_text('finance_accounts.ACCOUNT_ID', 'account_id'),
                key_text('finance_transactions.TRANSACTION_ID', 'transaction_id'),
                'account_role',
            ],
            alias='account_transaction_hk',
        ) }}
    from transaction_accounts

)

select * from hashed
