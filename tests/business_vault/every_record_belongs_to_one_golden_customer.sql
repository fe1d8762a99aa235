-- Facts are lost or counted twice if a record belongs to no golden customer, or to two.
with

records as (

    select * from {{ ref('hub_customer') }}

),

memberships as (

    select
        customer_hk,
        count(*) as membership_count
    from {{ ref('customer_memberships') }}
    where member_to = {{ open_end() }}
    group by customer_hk

),

wrong_records as (

    select
        records.customer_hk,
        memberships.membership_count
    from records
    left join memberships
        on records.customer_hk = memberships.customer_hk
    where memberships.membership_count is distinct from 1

)

select * from wrong_records
