-- Grain: one row per customer record and master record that it was ever said to be the same as.
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

first_said as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        min(member_from) as loaded_at,
        'MDM' as record_source
    from memberships
    group by sal_customer_hk, customer_hk, master_customer_hk

)

select * from first_said
