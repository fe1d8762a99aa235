-- Grain: one row per time axis, golden customer, change point, attribute, live record and override.
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

change_points as (

    select * from {{ ref('golden_change_points') }}
    where {{ needs_refresh('customer_uid') }}

),

member_values as (

    select * from {{ ref('golden_member_values') }}
    where {{ needs_refresh('customer_uid') }}

),

values_at_change_points as (

    select
        change_points.moment,
        member_values.*
    from change_points
    inner join member_values
        on
            change_points.time_axis = member_values.time_axis
            and change_points.customer_uid = member_values.customer_uid
            and change_points.moment >= member_values.valid_from
            and change_points.moment < member_values.valid_to

),

-- A record that its source has deleted stays a member but offers no values.
deleted_records as (

    select distinct
        time_axis,
        customer_uid,
        moment,
        customer_hk
    from values_at_change_points
    where
        attribute in ('is_flagged_deleted', 'is_absent')
        and attribute_value = 'true'

),

live_values as (

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
    from values_at_change_points as present
    left join deleted_records
        on
            present.time_axis = deleted_records.time_axis
            and present.customer_uid = deleted_records.customer_uid
            and present.moment = deleted_records.moment
            and present.customer_hk = deleted_records.customer_hk
    where
        deleted_records.customer_hk is null
        and present.attribute_value is not null
        and not present.is_placeholder

)

select * from live_values
