-- Grain: one row per time axis, golden customer and time at which a value or a member changes.
{{ config(meta={
    'refresh_by': 'customer_uid',
    'refresh_from': {
        'golden_member_values': 'customer_uid',
        'golden_customers': 'customer_uid',
    },
}) }}
with

member_values as (

    select * from {{ ref('golden_member_values') }}
    where {{ needs_refresh('customer_uid') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}
    where {{ needs_refresh('customer_uid') }}

),

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

-- An override starts and ends on its dates, without a delivery. Dates after the newest delivery
-- date, which may be that of a steward decision, do not count yet.
override_bounds as (

    select
        time_axis,
        customer_uid,
        valid_from as changed_at
    from member_values
    where override_id is not null
    union
    select
        time_axis,
        customer_uid,
        valid_to as changed_at
    from member_values
    where override_id is not null

),

override_bounds_reached as (

    select override_bounds.*
    from override_bounds
    inner join current_as_of_date
        on cast(override_bounds.changed_at as date) <= current_as_of_date.newest_delivery_date

),

value_change_points as (

    select
        time_axis,
        customer_uid,
        valid_from as changed_at
    from member_values
    where override_id is null
    union
    select * from override_bounds_reached

),

-- A golden customer exists from its first record on, even if that record is only a key.
first_memberships as (

    select
        'load_time' as time_axis,
        customer_uid,
        first_seen_at as changed_at
    from {{ ref('golden_customers') }}
    where {{ needs_refresh('customer_uid') }}

),

-- When a record leaves and others stay, the values change.
member_exits as (

    select
        'load_time' as time_axis,
        gone.customer_uid,
        gone.member_to as changed_at
    from memberships as gone
    inner join memberships as staying
        on
            gone.customer_uid = staying.customer_uid
            and gone.member_to >= staying.member_from
            and gone.member_to < staying.member_to
    where gone.member_to < {{ open_end() }}

),

-- A golden customer without any values gets one change point, so that it has a version.
customers_without_values as (

    select
        'source_time' as time_axis,
        first_memberships.customer_uid,
        first_memberships.changed_at
    from first_memberships
    left join value_change_points
        on
            first_memberships.customer_uid = value_change_points.customer_uid
            and value_change_points.time_axis = 'source_time'
    where value_change_points.customer_uid is null

),

all_change_points as (

    select * from value_change_points
    union
    select * from first_memberships
    union
    select * from member_exits
    union
    select * from customers_without_values

)

select * from all_change_points
