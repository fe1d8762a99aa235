-- Grain: one row per axis, golden customer, member record, attribute and span of a value.
-- On the axis `known` time is what we believed and who belonged to whom on that day; on the axis
-- `effective` it is what held in the sources, for the golden customers of today.
with

known as (

    select * from {{ ref('customer_attributes_known') }}

),

effective as (

    select * from {{ ref('customer_attributes_effective') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

believed as (

    select
        'known' as axis,
        memberships.customer_uid,
        known.customer_hk,
        known.source_system,
        known.attribute,
        known.attribute_value,
        known.is_placeholder,
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
        'effective' as axis,
        identity.customer_uid,
        effective.customer_hk,
        effective.source_system,
        effective.attribute,
        effective.attribute_value,
        effective.is_placeholder,
        effective.effective_from,
        effective.valid_from,
        effective.valid_to
    from effective
    inner join identity
        on effective.customer_hk = identity.customer_hk

),

gathered as (

    select * from believed
    union all
    select * from held

)

select * from gathered
