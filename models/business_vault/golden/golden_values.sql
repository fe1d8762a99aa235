-- Grain: one row per time axis, golden customer, moment and attribute: the value that survived.
-- What a steward set wins, the latest decision first. Else the rules of `survivorship_rules` choose,
-- the first rule first; what both leave equal goes to the record with the smallest key.
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

moments as (

    select * from {{ ref('golden_change_points') }}
    where {{ needs_refresh('customer_uid') }}

),

rules as (

    select * from {{ ref('survivorship_rules') }}

),

priorities as (

    select * from {{ ref('source_priorities') }}

),

counted as (

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

ranked as (

    select
        *,
        {{ survivorship_rank('first_rule') }} as first_rank,
        {{ survivorship_rank('second_rule') }} as second_rank
    from counted

),

best as (

    select *
    from ranked
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

-- Records that say the same leave nothing to choose, and a rule decides between values, not records.
equally_ranked as (

    select
        time_axis,
        customer_uid,
        moment,
        attribute,
        first_rank,
        min(attribute_value) as first_value,
        max(attribute_value) as last_value
    from ranked
    group by time_axis, customer_uid, moment, attribute, first_rank

),

contested as (

    select
        time_axis,
        customer_uid,
        moment,
        attribute,
        min(first_value) < max(last_value) as has_other_values
    from equally_ranked
    group by time_axis, customer_uid, moment, attribute

),

chosen as (

    select
        best.time_axis,
        best.customer_uid,
        best.moment,
        best.attribute,
        best.attribute_value,
        best.customer_hk as winning_customer_hk,
        case
            when best.override_id is not null then 'steward_override'
            when not contested.has_other_values then 'only_value'
            when equally_ranked.first_value = equally_ranked.last_value then best.first_rule
            else best.second_rule
        end as winning_rule
    from best
    inner join contested
        on
            best.time_axis = contested.time_axis
            and best.customer_uid = contested.customer_uid
            and best.moment = contested.moment
            and best.attribute = contested.attribute
    inner join equally_ranked
        on
            best.time_axis = equally_ranked.time_axis
            and best.customer_uid = equally_ranked.customer_uid
            and best.moment = equally_ranked.moment
            and best.attribute = equally_ranked.attribute
            and best.first_rank = equally_ranked.first_rank

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
    -- A steward may set a value for a time at which the record's source had said nothing yet.
    where candidates.override_id is null

),

named_sources as (

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

survived as (

    select * from chosen
    union all
    select * from named_sources

),

attributes as (

    select attribute from rules
    union all
    select 'source_systems' as attribute

),

-- A moment at which no live record says anything is kept: the golden customer is empty from then on.
completed as (

    select
        moments.time_axis,
        moments.customer_uid,
        moments.moment,
        attributes.attribute,
        survived.attribute_value,
        survived.winning_customer_hk,
        survived.winning_rule
    from moments
    cross join attributes
    left join survived
        on
            moments.time_axis = survived.time_axis
            and moments.customer_uid = survived.customer_uid
            and moments.moment = survived.moment
            and attributes.attribute = survived.attribute

)

select * from completed
