-- Grain: one row per finance account with transactions posted to it, and their totals.
with

transactions as (

    select * from {{ ref('current_transactions') }}
    where account_hk is not null

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

transactions_in_euro as (

    select
        transactions.account_hk,
        transactions.transaction_type,
        transactions.transaction_status,
        transactions.transaction_status = 'COMPLETED' as is_completed,
        cast(transactions.transacted_at as date) as transaction_date,
        {{ to_euro('transactions.amount', 'rates.units_per_euro') }} as amount_eur
    from transactions
    left join rates
        on
            transactions.currency = rates.currency
            and cast(transactions.transacted_at as date) >= rates.valid_from
            and cast(transactions.transacted_at as date) < rates.valid_to

),

transaction_totals as (

    select
        account_hk,
        min(transaction_date) as first_transaction_date,
        count(case when transaction_status = 'PENDING' then 1 end) as pending_count,
        count(case when transaction_status = 'FAILED' then 1 end) as failed_count
        {%- for type in known_codes('finance_transactions', 'TRANSACTION_TYPE') %},
        sum(
            case
                when is_completed and transaction_type = '{{ type }}' then amount_eur else 0
            end
        ) as {{ type | lower }}_total_eur
        {%- endfor %},
        {{ divide(
            'sum(case when is_completed then amount_eur end)',
            'count(case when is_completed then 1 end)'
        ) }} as average_amount_eur,
        max(case when is_completed then amount_eur end) as largest_amount_eur
    from transactions_in_euro
    group by account_hk

)

select * from transaction_totals
