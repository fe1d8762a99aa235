-- Grain: one row per golden customer: its records, events, revenue and overrides, and its age.
with

identity as (

    select * from {{ ref('customer_identity') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}

),

events as (

    select * from {{ ref('customer_events') }}

),

orders as (

    select * from {{ ref('bsat_order_value') }}

),

overrides as (

    select * from {{ ref('steward_attribute_overrides') }}

),

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

event_counts as (

    select
        customer_hk,
        count(*) as event_count
    from events
    group by customer_hk

),

revenues as (

    select
        customer_hk,
        sum(order_total_eur) as revenue_eur
    from orders
    where is_revenue
    group by customer_hk

),

override_counts as (

    select
        overrides.customer_hk,
        count(*) as override_count
    from overrides
    inner join current_as_of_date
        on
            cast(overrides.valid_from as date) <= current_as_of_date.newest_delivery_date
            and cast(overrides.valid_to as date) > current_as_of_date.newest_delivery_date
    where overrides.known_to = {{ open_end() }}
    group by overrides.customer_hk

),

first_memberships as (

    select
        customer_hk,
        min(member_from) as born_at
    from memberships
    group by customer_hk

),

customer_sizes as (

    select
        identity.customer_uid,
        {{ hex_text('first_memberships.customer_hk') }} as birth_record_id,
        first_memberships.born_at,
        count(*) as record_count,
        sum(coalesce(event_counts.event_count, 0)) as event_count,
        sum(coalesce(revenues.revenue_eur, 0)) as revenue_eur,
        sum(coalesce(override_counts.override_count, 0)) as override_count
    from identity
    inner join first_memberships
        on identity.master_customer_hk = first_memberships.customer_hk
    left join event_counts
        on identity.customer_hk = event_counts.customer_hk
    left join revenues
        on identity.customer_hk = revenues.customer_hk
    left join override_counts
        on identity.customer_hk = override_counts.customer_hk
    group by identity.customer_uid, first_memberships.customer_hk, first_memberships.born_at

)

select * from customer_sizes
