-- Grain: one row per accepted row of the feed finance_ledger_entries.
with

source as (

    select * from {{ ref('landing_finance_ledger_entries') }}
    where {{ is_pending('finance_ledger_entries') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('finance_ledger_entries', 'ENTRY_ID') }} as ledger_entry_id,
        {{ typed('finance_ledger_entries', 'TRANSACTION_ID') }} as transaction_id,
        {{ typed('finance_ledger_entries', 'LEDGER_ACCOUNT') }} as ledger_account,
        {{ typed('finance_ledger_entries', 'SIDE') }} as side,
        {{ typed('finance_ledger_entries', 'AMOUNT') }} as amount,
        {{ typed('finance_ledger_entries', 'CURRENCY') }} as currency,
        {{ typed('finance_ledger_entries', 'BOOKED_AT') }} as effective_from,
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
            columns=key_text('finance_ledger_entries.ENTRY_ID', 'ledger_entry_id'),
            alias='ledger_entry_hk',
        ) }},
        {{ automate_dv.hash(
            columns=key_text('finance_transactions.TRANSACTION_ID', 'transaction_id'),
            alias='transaction_hk',
        ) }}
    from renamed

),

flagged as (

    {{ flag_conflicts('hashed', 'finance_ledger_entries') }}

)

select * from flagged
