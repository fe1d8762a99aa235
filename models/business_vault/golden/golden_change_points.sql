-- Grain: one row per time axis, golden customer and moment at which a value or a member changed.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_uid',
        'refresh_from': {
            'golden_member_values': 'customer_uid',
            'golden_customers': 'customer_uid',
        },
    },
) }}
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

-- What a steward set begins and ends by itself; nothing of it has happened before its day has come.
overridden as (

    select
        time_axis,
        customer_uid,
        valid_from as moment
    from member_values
    where override_id is not null
    union
    select
        time_axis,
        customer_uid,
        valid_to as moment
    from member_values
    where override_id is not null

),

overridden_by_now as (

    select overridden.*
    from overridden
    inner join current_as_of_date
        on cast(overridden.moment as date) <= current_as_of_date.as_of_date

),

described as (

    select
        time_axis,
        customer_uid,
        valid_from as moment
    from member_values
    where override_id is null
    union
    select * from overridden_by_now

),

-- We believe in a customer from its first record on, even if that is nothing but a key.
first_sights as (

    select
        'load_time' as time_axis,
        customer_uid,
        first_seen_at as moment
    from {{ ref('golden_customers') }}
    where {{ needs_refresh('customer_uid') }}

),

-- A record that leaves takes its values with it, where others stay.
departures as (

    select
        'load_time' as time_axis,
        gone.customer_uid,
        gone.member_to as moment
    from memberships as gone
    inner join memberships as staying
        on
            gone.customer_uid = staying.customer_uid
            and gone.member_to >= staying.member_from
            and gone.member_to < staying.member_to
    where gone.member_to < cast('9999-12-31' as timestamp)

),

-- One that no source has described yet has a single moment, so that it is a customer all the same.
known_by_key as (

    select
        'source_time' as time_axis,
        first_sights.customer_uid,
        first_sights.moment
    from first_sights
    left join described
        on
            first_sights.customer_uid = described.customer_uid
            and described.time_axis = 'source_time'
    where described.customer_uid is null

),

gathered as (

    select * from described
    union
    select * from first_sights
    union
    select * from departures
    union
    select * from known_by_key

)

select * from gathered
