-- Grain: one row per golden customer that is described anew, or that no record belongs to any more.
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

pending as (

    select * from {{ ref('pending_customers') }}

),

moved as (

    select * from {{ ref('moved_records') }}

),

-- What a steward set begins and ends by the clock, without a delivery.
overrides as (

    select * from {{ ref('steward_attribute_overrides') }}

),

chosen as (

    select memberships.customer_uid
    from memberships
    inner join pending
        on memberships.customer_hk = pending.customer_hk
    union
    select customer_uid from moved
    union
    select memberships.customer_uid
    from memberships
    inner join overrides
        on memberships.customer_hk = overrides.customer_hk

)

select * from chosen
