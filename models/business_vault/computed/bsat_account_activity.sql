-- Grain: one row per finance account: how much it is used on the warehouse's day.
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

-- A transfer moves both of its accounts.
taking_part as (

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

counted as (

    select
        account_hk,
        sum(own_count) as transaction_count,
        max(cast(transacted_at as date)) as last_transaction_date
    from taking_part
    group by account_hk

),

joined as (

    select
        accounts.account_hk,
        coalesce(counted.transaction_count, 0) as transaction_count,
        counted.last_transaction_date,
        {{ dbt.datediff(
            'coalesce(counted.last_transaction_date, accounts.opened_date)',
            'current_as_of_date.as_of_date',
            'day'
        ) }} as idle_days
    from accounts
    cross join current_as_of_date
    left join counted
        on accounts.account_hk = counted.account_hk

),

judged as (

    select
        joined.*,
        coalesce(joined.idle_days > thresholds.dormant_account_after_idle_days, true) as is_dormant
    from joined
    cross join thresholds

)

select * from judged
