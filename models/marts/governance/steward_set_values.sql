-- Grain: one row per steward override in its current version, including withdrawn ones.
with

overrides as (

    select * from {{ ref('steward_attribute_overrides') }}
    where known_to = {{ open_end() }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

set_values as (

    select
        overrides.override_id,
        overrides.source_system,
        overrides.customer_id,
        identity.customer_uid,
        overrides.attribute,
        overrides.attribute_value,
        cast(overrides.valid_from as date) as valid_from_date,
        case
            when overrides.valid_to < {{ open_end() }} then cast(overrides.valid_to as date)
        end as valid_to_date,
        overrides.decided_at,
        overrides.steward,
        overrides.reason
    from overrides
    left join identity
        on overrides.customer_hk = identity.customer_hk

)

select * from set_values
