-- Grain: one row per finance account.
with

accounts as (

    select * from {{ ref('dim_account') }}
    where account_key <> {{ unknown_key() }}

),

customers as (

    select * from {{ ref('golden_customer_versions') }}
    where valid_to = {{ open_end() }}

),

transaction_totals as (

    select * from {{ ref('bsat_account_transaction_totals') }}

),

as_of_dates as (

    select * from {{ ref('as_of_dates') }}

),

points_in_time as (

    select * from {{ ref('pit_account') }}

),

account_states as (

    select * from {{ ref('sat_account__finance') }}

),

balances as (

    select * from {{ ref('sat_account_balance__finance') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}
    where valid_to = {{ open_end('date') }}

),

thresholds as (

    {{ thresholds([
        'balance_change_as_of_dates',
        'high_risk_balance_below_eur', 'high_risk_transactions_below',
        'medium_risk_balance_below_eur', 'medium_risk_transactions_below',
    ]) }}

),

comparison_date as (

    select as_of_dates.as_of_date
    from as_of_dates
    cross join thresholds
    qualify row_number() over (
        order by as_of_dates.as_of_date desc
    ) = least(floor(thresholds.balance_change_as_of_dates), count(*) over ())

),

earlier_balances as (

    select
        points_in_time.account_hk,
        {{ to_euro('balances.balance', 'rates.units_per_euro') }} as balance_eur
    from comparison_date
    inner join points_in_time on comparison_date.as_of_date = points_in_time.as_of_date
    inner join balances
        on
            points_in_time.sat_account_balance__finance_pk = balances.account_hk
            and points_in_time.sat_account_balance__finance_ldts = balances.loaded_at
            and points_in_time.sat_account_balance__finance_eff = balances.effective_from
    inner join account_states
        on
            points_in_time.sat_account__finance_pk = account_states.account_hk
            and points_in_time.sat_account__finance_ldts = account_states.loaded_at
            and points_in_time.sat_account__finance_eff = account_states.effective_from
    left join rates
        on account_states.currency = rates.currency

),

account_summaries as (

    select
        accounts.account_key,
        accounts.account_id,
        accounts.customer_uid,
        case
            when accounts.customer_uid = 'UNKNOWN' then 'Unknown customer' else customers.full_name
        end as full_name,
        accounts.account_type,
        accounts.account_status,
        accounts.currency,
        accounts.opened_date,
        accounts.balance,
        accounts.balance_eur,
        earlier_balances.balance_eur as balance_before_eur,
        accounts.transaction_count,
        cast(coalesce(transaction_totals.pending_count, 0) as integer) as pending_count,
        cast(coalesce(transaction_totals.failed_count, 0) as integer) as failed_count,
        transaction_totals.first_transaction_date,
        accounts.last_transaction_date
        {%- for type in known_codes('finance_transactions', 'TRANSACTION_TYPE') %},
        cast(coalesce(transaction_totals.{{ type | lower }}_total_eur, 0) as decimal(38, 2))
            as {{ type | lower }}_total_eur
        {%- endfor %},
        cast(transaction_totals.average_amount_eur as decimal(18, 2)) as average_amount_eur,
        transaction_totals.largest_amount_eur,
        accounts.is_dormant,
        cast(accounts.balance_eur - earlier_balances.balance_eur as decimal(18, 2))
            as balance_change_eur,
        case
            when
                accounts.balance_eur < thresholds.high_risk_balance_below_eur
                and accounts.transaction_count < thresholds.high_risk_transactions_below
                then 'HIGH'
            when
                accounts.balance_eur < thresholds.medium_risk_balance_below_eur
                and accounts.transaction_count < thresholds.medium_risk_transactions_below
                then 'MEDIUM'
            else 'LOW'
        end as account_churn_risk
    from accounts
    cross join thresholds
    left join customers
        on accounts.customer_uid = customers.customer_uid
    left join transaction_totals
        on accounts.account_hk = transaction_totals.account_hk
    left join earlier_balances
        on accounts.account_hk = earlier_balances.account_hk

)

select * from account_summaries
