-- Which accounts are dormant, and who owns them?
with

accounts as (

    select * from {{ ref('dim_account') }}
    where
        is_dormant
        and account_status <> 'CLOSED'

),

customers as (

    select * from {{ ref('dim_customer') }}
    where is_current

),

accounts_with_owners as (

    select
        accounts.account_id,
        accounts.account_type,
        accounts.account_status,
        accounts.last_transaction_date,
        accounts.balance_eur,
        customers.customer_uid,
        customers.full_name,
        customers.status
    from accounts
    left join customers
        on accounts.customer_uid = customers.customer_uid

)

select * from accounts_with_owners
order by balance_eur desc, account_id asc
