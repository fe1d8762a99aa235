-- Grain: one row per time axis, golden customer, change point and attribute: the surviving value.
-- A steward override wins, the latest decision first. Otherwise the first rule of
-- survivorship_rules decides, then the second; a tie goes to the record with the smallest key.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_uid',
        'refresh_from': {
            'golden_candidates': 'customer_uid',
            'golden_change_points': 'customer_uid',
        },
    },
) }}
with

candidates as (

    select * from {{ ref('golden_candidates') }}
    where {{ needs_refresh('customer_uid') }}

),

change_points as (

    select * from {{ ref('golden_change_points') }}
    where {{ needs_refresh('customer_uid') }}

),

rules as (

    select * from {{ ref('survivorship_rules') }}

),

priorities as (

    select * from {{ ref('source_priorities') }}

),

candidates_with_rules as (

    select
        candidates.*,
        priorities.priority,
        rules.first_rule,
        rules.second_rule,
        count(*) over (
            partition by
                candidates.time_axis, candidates.customer_uid, candidates.moment,
                candidates.attribute, candidates.attribute_value
        ) as record_count
    from candidates
    inner join rules
        on candidates.attribute = rules.attribute
    inner join priorities
        on candidates.source_system = priorities.source_system

),

ranked_candidates as (

    select
        *,
        {{ survivorship_rank('first_rule') }} as first_rank,
        {{ survivorship_rank('second_rule') }} as second_rank
    from candidates_with_rules

),

winners as (

    select *
    from ranked_candidates
    qualify row_number() over (
        partition by time_axis, customer_uid, moment, attribute
        order by
            case when override_id is not null then 1 else 2 end asc,
            case when override_id is not null then effective_from end desc,
            override_id desc,
            first_rank asc,
            second_rank asc,
            customer_hk asc
    ) = 1

),

-- A rule decides only where records of different rank have different values.
ranked_values as (

    select
        time_axis,
        customer_uid,
        moment,
        attribute,
        first_rank,
        min(attribute_value) as first_value,
        max(attribute_value) as last_value
    from ranked_candidates
    group by time_axis, customer_uid, moment, attribute, first_rank

),

contested_attributes as (

    select
        time_axis,
        customer_uid,
        moment,
        attribute,
        min(first_value) < max(last_value) as has_other_values
    from ranked_values
    group by time_axis, customer_uid, moment, attribute

),

winning_values as (

    select
        winners.time_axis,
        winners.customer_uid,
        winners.moment,
        winners.attribute,
        winners.attribute_value,
        winners.customer_hk as winning_customer_hk,
        case
            when winners.override_id is not null then 'steward_override'
            when not contested_attributes.has_other_values then 'only_value'
            when ranked_values.first_value = ranked_values.last_value then winners.first_rule
            else winners.second_rule
        end as winning_rule
    from winners
    inner join contested_attributes
        on
            winners.time_axis = contested_attributes.time_axis
            and winners.customer_uid = contested_attributes.customer_uid
            and winners.moment = contested_attributes.moment
            and winners.attribute = contested_attributes.attribute
    inner join ranked_values
        on
            winners.time_axis = ranked_values.time_axis
            and winners.customer_uid = ranked_values.customer_uid
            and winners.moment = ranked_values.moment
            and winners.attribute = ranked_values.attribute
            and winners.first_rank = ranked_values.first_rank

),

live_sources as (

    select distinct
        candidates.time_axis,
        candidates.customer_uid,
        candidates.moment,
        candidates.source_system,
        priorities.priority
    from candidates
    inner join priorities
        on candidates.source_system = priorities.source_system
    -- An override may apply before the record's source delivered anything.
    where candidates.override_id is null

),

source_lists as (

    select
        time_axis,
        customer_uid,
        moment,
        'source_systems' as attribute,
        {{ dbt.listagg('source_system', "'+'", 'order by priority') }} as attribute_value,
        cast(null as binary) as winning_customer_hk,
        'all_live' as winning_rule
    from live_sources
    group by time_axis, customer_uid, moment

),

surviving_values as (

    select * from winning_values
    union all
    select * from source_lists

),

attributes as (

    select attribute from rules
    union all
    select 'source_systems' as attribute

),

-- A change point without live values is kept: the golden customer is empty from then on.
values_at_all_change_points as (

    select
        change_points.time_axis,
        change_points.customer_uid,
        change_points.moment,
        attributes.attribute,
        surviving_values.attribute_value,
        surviving_values.winning_customer_hk,
        surviving_values.winning_rule
    from change_points
    cross join attributes
    left join surviving_values
        on
            change_points.time_axis = surviving_values.time_axis
            and change_points.customer_uid = surviving_values.customer_uid
            and change_points.moment = surviving_values.moment
            and attributes.attribute = surviving_values.attribute

)

select * from values_at_all_change_points
