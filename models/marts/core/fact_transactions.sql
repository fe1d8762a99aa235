-- Grain: one row per finance transaction.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'transaction_hk',
        'customer_at': 'transacted_at',
        'rated_on': 'transaction_date',
        'refresh_from': {
            'current_transactions': 'transaction_hk',
            'hub_account': {'macro': 'transactions_of_accounts'},
        },
    },
) }}
with

transactions as (

    select * from {{ ref('current_transactions') }}
    where {{ needs_refresh('transaction_hk') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

accounts as (

    select * from {{ ref('hub_account') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

transactions_with_customers as (

    select
        transactions.transaction_hk,
        transactions.transaction_id,
        transactions.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        {{ member_key('own_accounts.account_id') }} as account_key,
        case
            when counter_accounts.account_id is not null
                then {{ surrogate_key(['counter_accounts.account_id']) }}
        end as counter_account_key,
        transactions.transaction_type,
        transactions.transaction_status,
        transactions.transaction_status = 'COMPLETED' as is_completed,
        transactions.transacted_at,
        cast(transactions.transacted_at as date) as transaction_date,
        transactions.merchant,
        transactions.transaction_category,
        transactions.currency,
        transactions.amount,
        {{ to_euro('transactions.amount', 'rates.units_per_euro') }} as amount_eur
    from transactions
    left join customers
        on
            transactions.customer_hk = customers.customer_hk
            and transactions.transacted_at >= customers.valid_from
            and transactions.transacted_at < customers.valid_to
    left join accounts as own_accounts
        on transactions.account_hk = own_accounts.account_hk
    left join accounts as counter_accounts
        on transactions.counter_account_hk = counter_accounts.account_hk
    left join rates
        on
            transactions.currency = rates.currency
            and cast(transactions.transacted_at as date) >= rates.valid_from
            and cast(transactions.transacted_at as date) < rates.valid_to

)

select * from transactions_with_customers
