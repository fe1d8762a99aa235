-- Every balance report is wrong if a transaction is lost or counted twice between feed and mart.
with

delivered_states as (

    {{ newest_rows('stg_finance__transactions', 'transaction_hk') }}

),

delivered as (

    select
        currency,
        transaction_status,
        count(*) as transaction_count,
        sum(amount) as total
    from delivered_states
    group by currency, transaction_status

),

counted as (

    select
        currency,
        transaction_status,
        count(*) as transaction_count,
        sum(amount) as total
    from {{ ref('fact_transactions') }}
    group by currency, transaction_status

),

compared as (

    select
        coalesce(delivered.currency, counted.currency) as currency,
        delivered.transaction_count as delivered_count,
        counted.transaction_count as counted_count,
        delivered.total as delivered_total,
        counted.total as counted_total
    from delivered
    full outer join counted
        on
            delivered.currency = counted.currency
            and delivered.transaction_status = counted.transaction_status
    where
        delivered.transaction_count is distinct from counted.transaction_count
        or delivered.total is distinct from counted.total

)

select * from compared
