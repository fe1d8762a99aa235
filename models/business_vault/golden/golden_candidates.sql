-- Grain: one row per time axis, golden customer, change point, attribute, live record and override.
-- The golden form is null if the value is not understood. Candidates are ranked by the two
-- survivorship rules of the attribute; the smallest rank wins. The attributes of a value_group,
-- such as city and postcode, share one rank per record, so that their values come from one record.
-- A record is contradicting if a value of the group differs from that of the first-ranked record.
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
        change_points.changed_at,
        member_values.*
    from change_points
    inner join member_values
        on
            change_points.time_axis = member_values.time_axis
            and change_points.customer_uid = member_values.customer_uid
            and change_points.changed_at >= member_values.valid_from
            and change_points.changed_at < member_values.valid_to

),

-- A record that its source has deleted stays a member but has no candidate values.
deleted_records as (

    select distinct
        time_axis,
        customer_uid,
        changed_at,
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
        present.changed_at,
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
            and present.changed_at = deleted_records.changed_at
            and present.customer_hk = deleted_records.customer_hk
    where
        deleted_records.customer_hk is null
        and present.attribute_value is not null
        and not present.is_placeholder

),

-- Phone numbers and postcodes are read by the rules of the country of the record, or the customer's
-- only one.
values_with_country as (

    {{ with_country('live_values', ref('country_names')) }}

),

forms as (

    {{ golden_forms(
        'values_with_country', ref('country_names'), ref('city_spellings'), ref('postcode_formats'),
        ref('name_spellings'), ref('legal_suffixes'), ref('first_names')
    ) }}

),

values_with_form as (

    {{ with_golden_form('values_with_country', 'forms') }}

),

values_with_rules as (

    select
        values_with_form.*,
        priorities.priority,
        rules.first_rule,
        rules.second_rule,
        rules.value_group,
        count(*) over (
            partition by
                values_with_form.time_axis, values_with_form.customer_uid,
                values_with_form.changed_at, values_with_form.attribute,
                coalesce(values_with_form.golden_form, values_with_form.attribute_value)
        ) as record_count
    from values_with_form
    inner join priorities
        on values_with_form.source_system = priorities.source_system
    left join rules
        on values_with_form.attribute = rules.attribute

),

ranked_values as (

    {{ with_ranks('values_with_rules') }}

)

select * from ranked_values
