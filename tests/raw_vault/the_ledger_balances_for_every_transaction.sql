-- Debits that differ from credits are money from nowhere.
with

entries as (

    select * from {{ ref('nh_link_ledger_entry') }}

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

    select * from summed
    where difference <> 0

)

select * from unbalanced
