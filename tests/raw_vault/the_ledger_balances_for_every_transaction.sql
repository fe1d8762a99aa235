-- Debits that differ from credits are money from nowhere. A line in quarantine leaves the other side
-- of its transaction alone until it is corrected, so each may excuse one transaction, and no more.
with

entries as (

    select * from {{ ref('nh_link_ledger_entry') }}

),

rejected as (

    select count(*) as line_count from {{ ref('quarantine_finance__ledger_entries') }}

),

summed as (

    select
        transaction_hk,
        currency,
        sum(case when side = 'DEBIT' then amount else -amount end) as difference
    from entries
    group by transaction_hk, currency

),

unbalanced as (

    select
        *,
        count(*) over () as unbalanced_count
    from summed
    where difference <> 0

),

unexcused as (

    select unbalanced.*
    from unbalanced
    inner join rejected
        on unbalanced.unbalanced_count > rejected.line_count

)

select * from unexcused
