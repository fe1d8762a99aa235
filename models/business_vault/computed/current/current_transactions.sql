-- Grain: one row per finance transaction: its latest state, its accounts and the owner at the time.
{{ config(meta={
    'refresh_by': 'transaction_hk',
    'refresh_from': {
        'sat_transaction__finance': 'transaction_hk',
        'hub_transaction': 'transaction_hk',
        'link_account_transaction': 'transaction_hk',
        'eff_sat_customer_account': {'on': 'account_hk', 'through': 'link_account_transaction'},
    },
}) }}
with

transaction_states as (

    {{ newest_rows(
        'sat_transaction__finance',
        'transaction_hk',
        where=needs_refresh('transaction_hk'),
    ) }}

),

transactions as (

    select * from {{ ref('hub_transaction') }}

),

links as (

    select * from {{ ref('link_account_transaction') }}

),

owners as (

    select * from {{ ref('account_owners') }}

),

transactions_with_accounts as (

    select
        transactions.transaction_hk,
        transactions.transaction_id,
        own_accounts.account_hk,
        counter_accounts.account_hk as counter_account_hk,
        owners.customer_hk,
        transaction_states.transaction_type,
        transaction_states.transaction_status,
        transaction_states.amount,
        transaction_states.currency,
        transaction_states.transacted_at,
        transaction_states.merchant,
        transaction_states.transaction_category
    from transaction_states
    inner join transactions
        on transaction_states.transaction_hk = transactions.transaction_hk
    left join links as own_accounts
        on
            transaction_states.transaction_hk = own_accounts.transaction_hk
            and own_accounts.account_role = 'OWN'
    left join links as counter_accounts
        on
            transaction_states.transaction_hk = counter_accounts.transaction_hk
            and counter_accounts.account_role = 'COUNTER'
    left join owners
        on
            own_accounts.account_hk = owners.account_hk
            and transaction_states.transacted_at >= owners.owned_from
            and transaction_states.transacted_at < owners.owned_to

),

-- If a transaction was ever rebooked to another account, the smaller hash key counts.
one_row_per_transaction as (

    select * from transactions_with_accounts
    qualify row_number() over (
        partition by transaction_hk
        order by account_hk asc, counter_account_hk asc
    ) = 1

)

select * from one_row_per_transaction
