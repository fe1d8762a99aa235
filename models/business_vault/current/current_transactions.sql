-- Grain: one row per finance transaction: its latest state, its accounts and the owner at the time.
{{ config(meta={
    'refresh_by': 'transaction_hk',
    'refresh_from': {
        'sat_transaction__finance': 'transaction_hk',
        'hub_transaction': 'transaction_hk',
        'eff_sat_account_transaction': 'transaction_hk',
        'eff_sat_customer_account': {
            'on': 'account_hk', 'through': 'eff_sat_account_transaction',
        },
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

-- A transaction whose accounts were corrected has several rows; the accounts of its latest state
-- are valid.
delivered_accounts as (

    select * from {{ ref('eff_sat_account_transaction') }}

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
    left join delivered_accounts as own_accounts
        on
            transaction_states.transaction_hk = own_accounts.transaction_hk
            and transaction_states.effective_from = own_accounts.effective_from
            and transaction_states.loaded_at = own_accounts.loaded_at
            and own_accounts.account_role = 'OWN'
    left join delivered_accounts as counter_accounts
        on
            transaction_states.transaction_hk = counter_accounts.transaction_hk
            and transaction_states.effective_from = counter_accounts.effective_from
            and transaction_states.loaded_at = counter_accounts.loaded_at
            and counter_accounts.account_role = 'COUNTER'
    left join owners
        on
            own_accounts.account_hk = owners.account_hk
            and transaction_states.transacted_at >= owners.owned_from
            and transaction_states.transacted_at < owners.owned_to

)

select * from transactions_with_accounts
