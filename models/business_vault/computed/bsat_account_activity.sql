-- Grain: one row per finance account, with its usage as of the current as-of date.
{{ config(materialized='table') }}
with

accounts as (

    select * from {{ ref('current_accounts') }}

),

transactions as (

    select * from {{ ref('current_transactions') }}

),

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

thresholds as (

    {{ thresholds(['dormant_account_after_idle_days']) }}

),

-- A transfer counts as activity of both accounts.
account_transactions as (

    select
        account_hk,
        transacted_at,
        1 as own_count
    from transactions
    union all
    select
        counter_account_hk as account_hk,
        transacted_at,
        0 as own_count
    from transactions
    where counter_account_hk is not null

),

transaction_counts as (

    select
        account_hk,
        sum(own_count) as transaction_count,
        max(cast(transacted_at as date)) as last_transaction_date
    from account_transactions
    group by account_hk

),

activity as (

    select
        accounts.account_hk,
        coalesce(transaction_counts.transaction_count, 0) as transaction_count,
        transaction_counts.last_transaction_date,
        {{ dbt.datediff(
            'coalesce(transaction_counts.last_transaction_date, accounts.opened_date)',
            'current_as_of_date.as_of_date',
            'day'
        ) }} as idle_days
    from accounts
    cross join current_as_of_date
    left join transaction_counts
        on accounts.account_hk = transaction_counts.account_hk

),

with_dormancy as (

    select
        activity.*,
        coalesce(
            activity.idle_days > thresholds.dormant_account_after_idle_days, true
        ) as is_dormant
    from activity
    cross join thresholds

)

select * from with_dormancy
