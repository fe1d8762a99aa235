-- Grain: one row per time axis, golden customer, moment, attribute, live record with a value, override.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_uid',
        'refresh_from': {
            'golden_member_values': 'customer_uid',
            'golden_change_points': 'customer_uid',
        },
    },
) }}
with

moments as (

    select * from {{ ref('golden_change_points') }}
    where {{ needs_refresh('customer_uid') }}

),

member_values as (

    select * from {{ ref('golden_member_values') }}
    where {{ needs_refresh('customer_uid') }}

),

values_of_the_moment as (

    select
        moments.moment,
        member_values.*
    from moments
    inner join member_values
        on
            moments.time_axis = member_values.time_axis
            and moments.customer_uid = member_values.customer_uid
            and moments.moment >= member_values.valid_from
            and moments.moment < member_values.valid_to

),

-- A record that its source deleted stays a member but gives no values.
deleted as (

    select distinct
        time_axis,
        customer_uid,
        moment,
        customer_hk
    from values_of_the_moment
    where
        attribute in ('is_flagged_deleted', 'is_absent')
        and attribute_value = 'true'

),

live as (

    select
        present.time_axis,
        present.customer_uid,
        present.moment,
        present.customer_hk,
        present.source_system,
        present.attribute,
        present.attribute_value,
        present.override_id,
        present.effective_from
    from values_of_the_moment as present
    left join deleted
        on
            present.time_axis = deleted.time_axis
            and present.customer_uid = deleted.customer_uid
            and present.moment = deleted.moment
            and present.customer_hk = deleted.customer_hk
    where
        deleted.customer_hk is null
        and present.attribute_value is not null
        and not present.is_placeholder

)

select * from live
