-- A record in no golden customer, or in two, loses its facts or counts them twice.
with

records as (

    select * from {{ ref('hub_customer') }}

),

memberships as (

    select
        customer_hk,
        count(*) as membership_count
    from {{ ref('customer_memberships') }}
    where member_to = cast('9999-12-31' as timestamp)
    group by customer_hk

),

strays as (

    select
        records.customer_hk,
        memberships.membership_count
    from records
    left join memberships
        on records.customer_hk = memberships.customer_hk
    where memberships.membership_count is distinct from 1

)

select * from strays
