-- Grain: one row per finance account: its latest state, balance and owner.
{{ config(materialized='table') }}
with

accounts as (

    select * from {{ ref('hub_account') }}

),

account_states as (

    {{ newest_rows('sat_account__finance', 'account_hk') }}

),

balances as (

    {{ newest_rows('sat_account_balance__finance', 'account_hk') }}

),

owners as (

    select * from {{ ref('account_owners') }}
    where cast(owned_to as date) = {{ open_end('date') }}

),

accounts_with_state as (

    select
        accounts.account_hk,
        accounts.account_id,
        owners.customer_hk,
        account_states.account_number,
        account_states.account_type,
        account_states.account_status,
        account_states.currency,
        account_states.opened_date,
        balances.balance
    from accounts
    left join account_states
        on accounts.account_hk = account_states.account_hk
    left join balances
        on accounts.account_hk = balances.account_hk
    left join owners
        on accounts.account_hk = owners.account_hk

)

select * from accounts_with_state
