-- Grain: one row per time axis, golden customer, change point, attribute, live record and override.
-- The ranks are those under the two survivorship rules of the attribute; the smallest one wins.
{{ config(meta={
    'refresh_by': 'customer_uid',
    'refresh_from': {
        'golden_member_values': 'customer_uid',
        'golden_change_points': 'customer_uid',
    },
}) }}
with

change_points as (

    select * from {{ ref('golden_change_points') }}
    where {{ needs_refresh('customer_uid') }}

),

member_values as (

    select * from {{ ref('golden_member_values') }}
    where {{ needs_refresh('customer_uid') }}

),

rules as (

    select * from {{ ref('survivorship_rules') }}

),

priorities as (

    select * from {{ ref('source_priorities') }}

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

),

live_values_with_rules as (

    select
        live_values.*,
        priorities.priority,
        rules.first_rule,
        rules.second_rule,
        count(*) over (
            partition by
                live_values.time_axis, live_values.customer_uid, live_values.moment,
                live_values.attribute, live_values.attribute_value
        ) as record_count
    from live_values
    inner join priorities
        on live_values.source_system = priorities.source_system
    left join rules
        on live_values.attribute = rules.attribute

),

ranked_values as (

    select
        *,
        {{ survivorship_rank('first_rule') }} as first_rank,
        {{ survivorship_rank('second_rule') }} as second_rank
    from live_values_with_rules

)

select * from ranked_values
