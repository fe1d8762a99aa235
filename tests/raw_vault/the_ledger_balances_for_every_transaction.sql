-- Debits that differ from credits are money from nowhere. A line in quarantine leaves the other side
-- of its transaction alone until it is corrected; it excuses the transaction that it names or, where
-- that name is what is wrong, one that lacks its amount.
with

entries as (

    select * from {{ ref('nh_link_ledger_entry') }}

),

transactions as (

    select * from {{ ref('hub_transaction') }}

),

rejected as (

    select
        {{ clean_text('TRANSACTION_ID') }} as transaction_id,
        {{ parse_decimal('AMOUNT') }} as amount
    from {{ ref('quarantine_finance__ledger_entries') }}

),

summed as (

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

unbalanced as (

    select summed.*
    from summed
    where
        summed.difference <> 0
        and not exists (
            select 1 from rejected
            where
                rejected.transaction_id = summed.transaction_id
                or rejected.amount = abs(summed.difference)
        )

)

select * from unbalanced
