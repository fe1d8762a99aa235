-- Grain: one row per same-as link and day on which it began or ended; driving key customer_hk.
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

begun as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        member_from as effective_from,
        cast('9999-12-31' as timestamp) as effective_to,
        member_from as loaded_at
    from memberships

),

ended as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        member_from as effective_from,
        member_to as effective_to,
        member_to as loaded_at
    from memberships
    where member_to < cast('9999-12-31' as timestamp)

),

changes as (

    select * from begun
    union all
    select * from ended

),

sourced as (

    select
        *,
        'MDM' as record_source
    from changes

)

select * from sourced
