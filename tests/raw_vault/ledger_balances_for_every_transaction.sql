-- Finance cannot close the books if debits and credits differ. A quarantined line leaves its
-- transaction unbalanced until it is corrected: that transaction is exempt. If the transaction id
-- is malformed, a transaction that lacks exactly the amount of the line is exempt. The test warns,
-- because a correction may arrive in parts, and only the source can complete it.
{{ config(severity='warn') }}
with

entries as (

    {{ newest_rows('nh_link_ledger_entry', 'ledger_entry_hk') }}

),

transactions as (

    select * from {{ ref('hub_transaction') }}

),

quarantined_lines as (

    select
        {{ typed('finance_ledger_entries', 'TRANSACTION_ID') }} as transaction_id,
        {{ typed('finance_ledger_entries', 'AMOUNT') }} as amount
    from {{ ref('quarantine_finance__ledger_entries') }}

),

balances as (

    select
        transactions.transaction_id,
        entries.currency,
        sum(case when entries.side = 'DEBIT' then entries.amount else -entries.amount end)
            as difference
    from entries
    inner join transactions
        on entries.transaction_hk = transactions.transaction_hk
    group by transactions.transaction_id, entries.currency

),

unbalanced_transactions as (

    select balances.*
    from balances
    where
        balances.difference <> 0
        and not exists (
            select 1 from quarantined_lines
            where
                quarantined_lines.transaction_id = balances.transaction_id
                or quarantined_lines.amount = abs(balances.difference)
        )

)

select * from unbalanced_transactions
