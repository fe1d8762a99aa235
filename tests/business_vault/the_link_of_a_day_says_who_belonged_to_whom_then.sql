-- A past letter is explained by who the customer was on its day; a wrong answer blames another one.
with

delivery_days as (

    select distinct cast(loaded_at as date) as as_of_date
    from {{ ref('hub_customer') }}

),

said as (

    {{ same_as_on('delivery_days') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}

),

held as (

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

differing as (

    select
        coalesce(said.as_of_date, held.as_of_date) as as_of_date,
        coalesce(said.customer_hk, held.customer_hk) as customer_hk,
        said.master_customer_hk as said_master_hk,
        held.master_customer_hk
    from said
    full outer join held
        on
            said.as_of_date = held.as_of_date
            and said.customer_hk = held.customer_hk
            and said.master_customer_hk = held.master_customer_hk
    where
        said.customer_hk is null
        or held.customer_hk is null

)

select * from differing
