-- Finance cannot close the books if a completed transaction and its ledger debits differ. Only the
-- sources can correct this, for example if one has corrected an amount before the other, so the
-- test warns.
{{ config(severity='warn') }}
with

transactions as (

    select * from {{ ref('fact_transactions') }}
    where is_completed

),

entries as (

    {{ newest_rows('nh_link_ledger_entry', 'ledger_entry_hk') }}

),

debited as (

    select
        transaction_hk,
        sum(amount) as debit_total
    from entries
    where side = 'DEBIT'
    group by transaction_hk

),

quarantined_lines as (

    select
        {{ typed('finance_ledger_entries', 'TRANSACTION_ID') }} as transaction_id,
        {{ typed('finance_ledger_entries', 'AMOUNT') }} as amount
    from {{ ref('quarantine_finance__ledger_entries') }}

),

-- A quarantined ledger line is missing until it is corrected.
mismatches as (

    select
        transactions.transaction_id,
        transactions.amount,
        debited.debit_total
    from transactions
    left join debited
        on transactions.transaction_hk = debited.transaction_hk
    where
        transactions.amount is distinct from debited.debit_total
        and not exists (
            select 1 from quarantined_lines
            where
                quarantined_lines.transaction_id = transactions.transaction_id
                or quarantined_lines.amount = transactions.amount
        )

)

select * from mismatches
