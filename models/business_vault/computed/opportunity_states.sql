-- Grain: one row per opportunity and span of time in which its stage and figures were unchanged.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'opportunity_hk',
        'refresh_from': {
            'sat_opportunity__salesforce': 'opportunity_hk',
        },
    },
) }}
with

-- If two states have the same source time, the one loaded last counts.
deliveries as (

    {{ newest_rows(
        'sat_opportunity__salesforce',
        'opportunity_hk, effective_from',
        where=needs_refresh('opportunity_hk'),
    ) }}

),

stages as (

    select * from {{ ref('deal_stages') }}

),

with_previous_stage as (

    select
        deliveries.*,
        stages.stage_number,
        stages.outcome,
        row_number() over (
            partition by deliveries.opportunity_hk
            order by deliveries.effective_from
        ) as state_number,
        lag(deliveries.stage) over (
            partition by deliveries.opportunity_hk
            order by deliveries.effective_from
        ) as stage_before,
        lead(deliveries.effective_from) over (
            partition by deliveries.opportunity_hk
            order by deliveries.effective_from
        ) as changed_at
    from deliveries
    inner join stages
        on deliveries.stage = stages.stage

),

-- The first known stage of an opportunity starts when the opportunity was created.
state_spans as (

    select
        *,
        case
            when state_number = 1 and created_at < effective_from then created_at
            else effective_from
        end as valid_from,
        coalesce(changed_at, {{ open_end() }}) as valid_to,
        sum(case when stage is distinct from stage_before then 1 else 0 end) over (
            partition by opportunity_hk
            order by effective_from
            rows between unbounded preceding and current row
        ) as span_number
    from with_previous_stage

),

opportunity_states as (

    select
        opportunity_hk,
        cast(state_number as integer) as state_number,
        cast(span_number as integer) as span_number,
        stage,
        stage_number,
        outcome,
        amount,
        currency,
        probability,
        valid_from,
        valid_to
    from state_spans

)

select * from opportunity_states
