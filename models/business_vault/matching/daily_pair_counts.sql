-- Grain: one row per delivery date and match model version: its candidate pairs by tier and guard.
{{ config(materialized='view') }}
with

deliveries as (

    select * from {{ ref('delivery_dates') }}

),

pairs as (

    select * from {{ ref('scored_pairs') }}

),

-- Aggregate first: many pairs share the same tier, guard and dates.
pair_counts as (

    select
        model_version,
        tier,
        guard_code,
        cast(known_from as date) as scored_from,
        cast(known_to as date) as scored_to,
        count(*) as pair_count
    from pairs
    group by model_version, tier, guard_code, cast(known_from as date), cast(known_to as date)

),

-- A pair counts from the day on which it is scored to the day on which either record changes.
pair_steps as (

    select
        model_version,
        tier,
        guard_code,
        scored_from as step_date,
        pair_count as step
    from pair_counts
    union all
    select
        model_version,
        tier,
        guard_code,
        scored_to as step_date,
        -pair_count as step
    from pair_counts

),

daily_counts as (

    select
        deliveries.delivery_date,
        pair_steps.model_version,
        sum(pair_steps.step) as candidate_pairs,
        {%- for tier in ('AUTO_MERGE', 'REVIEW', 'NO_MATCH') %}
        sum(case when pair_steps.tier = '{{ tier }}' then pair_steps.step else 0 end)
            as {{ tier | lower }}_pairs,
        {%- endfor %}
        {%- for code in guards_that_keep_apart() + ['ONE_FIELD'] %}
        sum(
            case
                when pair_steps.tier = 'REVIEW' and pair_steps.guard_code = '{{ code }}'
                    then pair_steps.step
                else 0
            end
        ) as {{ code | lower }}_pairs,
        {%- endfor %}
        sum(
            case
                when pair_steps.tier = 'REVIEW' and pair_steps.guard_code is not null
                    then pair_steps.step
                else 0
            end
        ) as guarded_pairs
    from deliveries
    inner join pair_steps
        on deliveries.delivery_date >= pair_steps.step_date
    group by deliveries.delivery_date, pair_steps.model_version

)

select * from daily_counts
