-- Grain: one row per axis, golden customer, moment and attribute: the value that survived.
-- What a steward set wins, the latest decision first. Else the rules of `survivorship_rules` choose,
-- the first rule first; what both leave equal goes to the record with the smallest key.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget('golden_scope', 'customer_uid') }}",
    on_schema_change='fail',
) }}
with

candidates as (

    select * from {{ ref('golden_candidates') }}
    where {{ is_in_scope('golden_scope', 'customer_uid') }}

),

moments as (

    select * from {{ ref('golden_moments') }}
    where {{ is_in_scope('golden_scope', 'customer_uid') }}

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
                candidates.axis, candidates.customer_uid, candidates.moment,
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

-- Records that say the same leave nothing to choose, and a rule decides between values, not records.
judged as (

    select
        *,
        min(attribute_value) over (
            partition by axis, customer_uid, moment, attribute
        ) = max(attribute_value) over (
            partition by axis, customer_uid, moment, attribute
        ) as is_only_value,
        min(attribute_value) over (
            partition by axis, customer_uid, moment, attribute, first_rank
        ) = max(attribute_value) over (
            partition by axis, customer_uid, moment, attribute, first_rank
        ) as is_first_rule_enough
    from ranked

),

chosen as (

    select
        axis,
        customer_uid,
        moment,
        attribute,
        attribute_value,
        customer_hk as winning_customer_hk,
        case
            when override_id is not null then 'steward_override'
            when is_only_value then 'only_value'
            when is_first_rule_enough then first_rule
            else second_rule
        end as winning_rule
    from judged
    qualify row_number() over (
        partition by axis, customer_uid, moment, attribute
        order by
            case when override_id is not null then 1 else 2 end asc,
            case when override_id is not null then effective_from end desc,
            override_id desc,
            first_rank asc,
            second_rank asc,
            customer_hk asc
    ) = 1

),

live_sources as (

    select distinct
        candidates.axis,
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
        axis,
        customer_uid,
        moment,
        'source_systems' as attribute,
        {{ dbt.listagg('source_system', "'+'", 'order by priority') }} as attribute_value,
        cast(null as binary) as winning_customer_hk,
        'all_live' as winning_rule
    from live_sources
    group by axis, customer_uid, moment

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
        moments.axis,
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
            moments.axis = survived.axis
            and moments.customer_uid = survived.customer_uid
            and moments.moment = survived.moment
            and attributes.attribute = survived.attribute

)

select * from completed
