-- A completed transaction that the ledger books at another amount makes one of the two wrong.
with

transactions as (

    select * from {{ ref('fact_transactions') }}
    where is_completed

),

entries as (

    select * from {{ ref('nh_link_ledger_entry') }}

),

debited as (

    select
        transaction_hk,
        sum(amount) as debit_total
    from entries
    where side = 'DEBIT'
    group by transaction_hk

),

wrong as (

    select
        transactions.transaction_id,
        transactions.amount,
        debited.debit_total
    from transactions
    inner join debited
        on transactions.transaction_hk = debited.transaction_hk
    where transactions.amount <> debited.debit_total

)

select * from wrong
