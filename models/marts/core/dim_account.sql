-- Grain: one row per finance account, in its current state.
with

accounts as (

    select * from {{ ref('current_accounts') }}

),

activity as (

    select * from {{ ref('bsat_account_activity') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}
    where valid_to = {{ open_end('date') }}

),

account_details as (

    select
        accounts.account_id,
        accounts.account_hk,
        accounts.customer_hk,
        coalesce(identity.customer_uid, 'UNKNOWN') as customer_uid,
        accounts.account_number,
        accounts.account_type,
        accounts.account_status,
        accounts.currency,
        accounts.opened_date,
        accounts.balance,
        {{ to_euro('accounts.balance', 'rates.units_per_euro') }} as balance_eur,
        activity.transaction_count,
        activity.last_transaction_date,
        activity.is_dormant
    from accounts
    inner join activity
        on accounts.account_hk = activity.account_hk
    left join identity
        on accounts.customer_hk = identity.customer_hk
    left join rates
        on accounts.currency = rates.currency

),

unknown_member as (

    select
        'UNKNOWN' as account_id,
        cast(null as {{ automate_dv.type_binary() }}) as account_hk,
        cast(null as {{ automate_dv.type_binary() }}) as customer_hk,
        'UNKNOWN' as customer_uid,
        cast(null as varchar) as account_number,
        cast(null as varchar) as account_type,
        cast(null as varchar) as account_status,
        cast(null as varchar) as currency,
        cast(null as date) as opened_date,
        cast(null as decimal(18, 2)) as balance,
        cast(null as decimal(18, 2)) as balance_eur,
        0 as transaction_count,
        cast(null as date) as last_transaction_date,
        false as is_dormant

),

all_members as (

    select * from account_details
    union all
    select * from unknown_member

),

keyed_accounts as (

    select
        {{ member_key('account_id') }} as account_key,
        account_id,
        account_hk,
        customer_hk,
        customer_uid,
        account_number,
        account_type,
        account_status,
        currency,
        opened_date,
        balance,
        balance_eur,
        cast(transaction_count as integer) as transaction_count,
        last_transaction_date,
        is_dormant
    from all_members

)

select * from keyed_accounts
