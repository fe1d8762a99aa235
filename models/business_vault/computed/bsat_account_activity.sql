-- Grain: one row per finance account: how much it is used on the warehouse's day.
with

accounts as (

    select * from {{ ref('current_accounts') }}

),

transactions as (

    select * from {{ ref('current_transactions') }}

),

warehouse_day as (

    select * from {{ ref('warehouse_day') }}

),

counted as (

    select
        account_hk,
        count(*) as transaction_count,
        max(cast(transacted_at as date)) as last_transaction_date
    from transactions
    group by account_hk

),

joined as (

    select
        accounts.account_hk,
        coalesce(counted.transaction_count, 0) as transaction_count,
        counted.last_transaction_date,
        {{ dbt.datediff(
            'coalesce(counted.last_transaction_date, accounts.opened_date)',
            'warehouse_day.as_of_date',
            'day'
        ) }} as idle_days
    from accounts
    cross join warehouse_day
    left join counted
        on accounts.account_hk = counted.account_hk

),

judged as (

    select
        *,
        coalesce(idle_days > 90, true) as is_dormant
    from joined

)

select * from judged
