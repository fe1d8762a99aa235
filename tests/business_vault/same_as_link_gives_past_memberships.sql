-- A letter sent in the past is attributed to the wrong customer if the link as of that day is
-- wrong.
with

delivery_days as (

    select distinct cast(loaded_at as date) as as_of_date
    from {{ ref('hub_customer') }}

),

linked as (

    {{ same_as_on('delivery_days') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}

),

members_on_day as (

    select
        delivery_days.as_of_date,
        memberships.customer_hk,
        memberships.master_customer_hk
    from delivery_days
    inner join memberships
        on
            delivery_days.as_of_date >= cast(memberships.member_from as date)
            and delivery_days.as_of_date < cast(memberships.member_to as date)

),

differences as (

    select
        coalesce(linked.as_of_date, members_on_day.as_of_date) as as_of_date,
        coalesce(linked.customer_hk, members_on_day.customer_hk) as customer_hk,
        linked.master_customer_hk as linked_master_hk,
        members_on_day.master_customer_hk
    from linked
    full outer join members_on_day
        on
            linked.as_of_date = members_on_day.as_of_date
            and linked.customer_hk = members_on_day.customer_hk
            and linked.master_customer_hk = members_on_day.master_customer_hk
    where
        linked.customer_hk is null
        or members_on_day.customer_hk is null

)

select * from differences
