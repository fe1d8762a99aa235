-- Grain: one row per time axis, golden customer, member record, attribute, override and value span.
-- On the time axis `load_time`, a span is when the warehouse had the value, for the members of that
-- day; on `source_time`, when the source had it, for the current members. Only overrides have an id.
{{ config(meta={
    'refresh_by': 'customer_uid',
    'refresh_also': ['uids_with_overrides', 'uids_with_new_frequent_values'],
    'refresh_from': {
        'customer_attributes_by_load_time': {'macro': 'uids_of_customers'},
        'customer_attributes_by_source_time': {'macro': 'uids_of_customers'},
        'golden_customers': 'customer_uid',
    },
}) }} {%- set utc = type_timestamp() %}
-- depends_on: {{ ref('golden_customers') }}
with

by_load_time as (

    select * from {{ ref('customer_attributes_by_load_time') }}

),

by_source_time as (

    select * from {{ ref('customer_attributes_by_source_time') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}
    where {{ needs_refresh('customer_uid') }}

),

current_members as (

    select * from {{ ref('customer_identity') }}
    where {{ needs_refresh('customer_uid') }}

),

overrides as (

    select * from {{ ref('steward_attribute_overrides') }}

),

member_values_by_load_time as (

    select
        'load_time' as time_axis,
        memberships.customer_uid,
        by_load_time.customer_hk,
        by_load_time.source_system,
        by_load_time.attribute,
        by_load_time.attribute_value,
        by_load_time.is_placeholder,
        cast(null as varchar) as override_id,
        by_load_time.effective_from,
        greatest(cast(by_load_time.known_from as {{ utc }}), memberships.member_from) as valid_from,
        least(cast(by_load_time.known_to as {{ utc }}), memberships.member_to) as valid_to
    from by_load_time
    inner join memberships
        on
            by_load_time.customer_hk = memberships.customer_hk
            and cast(by_load_time.known_from as {{ utc }}) < memberships.member_to
            and cast(by_load_time.known_to as {{ utc }}) > memberships.member_from

),

member_values_by_source_time as (

    select
        'source_time' as time_axis,
        current_members.customer_uid,
        by_source_time.customer_hk,
        by_source_time.source_system,
        by_source_time.attribute,
        by_source_time.attribute_value,
        by_source_time.is_placeholder,
        cast(null as varchar) as override_id,
        by_source_time.effective_from,
        by_source_time.valid_from,
        by_source_time.valid_to
    from by_source_time
    inner join current_members
        on by_source_time.customer_hk = current_members.customer_hk

),

overrides_by_load_time as (

    select
        'load_time' as time_axis,
        memberships.customer_uid,
        overrides.customer_hk,
        overrides.source_system,
        overrides.attribute,
        overrides.attribute_value,
        false as is_placeholder,
        overrides.override_id,
        overrides.decided_at as effective_from,
        greatest(overrides.known_from, overrides.valid_from, memberships.member_from) as valid_from,
        least(overrides.known_to, overrides.valid_to, memberships.member_to) as valid_to
    from overrides
    inner join memberships
        on overrides.customer_hk = memberships.customer_hk

),

overrides_by_source_time as (

    select
        'source_time' as time_axis,
        current_members.customer_uid,
        overrides.customer_hk,
        overrides.source_system,
        overrides.attribute,
        overrides.attribute_value,
        false as is_placeholder,
        overrides.override_id,
        overrides.decided_at as effective_from,
        overrides.valid_from,
        overrides.valid_to
    from overrides
    inner join current_members
        on overrides.customer_hk = current_members.customer_hk
    where overrides.known_to = {{ open_end() }}

),

all_values as (

    select * from member_values_by_load_time
    union all
    select * from member_values_by_source_time
    union all
    select * from overrides_by_load_time
    union all
    select * from overrides_by_source_time

),

flagged_values as (

    {{ flag_frequent_values('all_values') }}

)

select * from flagged_values
