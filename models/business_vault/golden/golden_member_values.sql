-- Grain: one row per time axis, golden customer, member record, attribute, override and span of a value.
-- On the time axis `load_time` a span is when we believed a value, with the members of that day; on
-- `source_time` it is when the source says the value held, with the current members. A value that a
-- steward set has the number of its override.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_uid',
        'refresh_also': ['uids_with_overrides'],
        'refresh_from': {
            'customer_attributes_by_load_time': {'macro': 'uids_of_customers'},
            'customer_attributes_by_source_time': {'macro': 'uids_of_customers'},
            'golden_customers': 'customer_uid',
        },
    },
) }}
-- depends_on: {{ ref('golden_customers') }}
with

known as (

    select * from {{ ref('customer_attributes_by_load_time') }}

),

effective as (

    select * from {{ ref('customer_attributes_by_source_time') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}
    where {{ needs_refresh('customer_uid') }}

),

identity as (

    select * from {{ ref('customer_identity') }}
    where {{ needs_refresh('customer_uid') }}

),

overrides as (

    select * from {{ ref('steward_attribute_overrides') }}

),

believed as (

    select
        'load_time' as time_axis,
        memberships.customer_uid,
        known.customer_hk,
        known.source_system,
        known.attribute,
        known.attribute_value,
        known.is_placeholder,
        cast(null as varchar) as override_id,
        known.effective_from,
        greatest(cast(known.known_from as timestamp), memberships.member_from) as valid_from,
        least(cast(known.known_to as timestamp), memberships.member_to) as valid_to
    from known
    inner join memberships
        on
            known.customer_hk = memberships.customer_hk
            and cast(known.known_from as timestamp) < memberships.member_to
            and cast(known.known_to as timestamp) > memberships.member_from

),

held as (

    select
        'source_time' as time_axis,
        identity.customer_uid,
        effective.customer_hk,
        effective.source_system,
        effective.attribute,
        effective.attribute_value,
        effective.is_placeholder,
        cast(null as varchar) as override_id,
        effective.effective_from,
        effective.valid_from,
        effective.valid_to
    from effective
    inner join identity
        on effective.customer_hk = identity.customer_hk

),

overridden_known as (

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

overridden_effective as (

    select
        'source_time' as time_axis,
        identity.customer_uid,
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
    inner join identity
        on overrides.customer_hk = identity.customer_hk
    where overrides.known_to = cast('9999-12-31' as timestamp)

),

gathered as (

    select * from believed
    union all
    select * from held
    union all
    select * from overridden_known
    where valid_from < valid_to
    union all
    select * from overridden_effective
    where valid_from < valid_to

)

select * from gathered
