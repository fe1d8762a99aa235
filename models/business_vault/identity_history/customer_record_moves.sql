-- Grain: one row per customer record and day on which it joined a golden customer, first included.
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

with_previous_customer as (

    select
        customer_hk,
        source_system,
        customer_id,
        member_from as moved_at,
        lag(customer_uid) over (
            partition by customer_hk
            order by member_from
        ) as from_uid,
        lag(master_customer_hk) over (
            partition by customer_hk
            order by member_from
        ) as from_birth_hk,
        customer_uid as to_uid,
        master_customer_hk as to_birth_hk
    from memberships

),

record_moves as (

    select
        customer_hk,
        source_system,
        customer_id,
        moved_at,
        from_uid,
        to_uid,
        coalesce(customer_hk = from_birth_hk, false) as is_birth_record_departed,
        customer_hk = to_birth_hk as is_birth_record_arrived
    from with_previous_customer

)

select * from record_moves
