-- Grain: one row per opportunity and span of time that it spent in one stage.
with

states as (

    select * from {{ ref('opportunity_states') }}

),

-- A stage spans several states if figures change in it; a reopened opportunity can enter a stage
-- again.
stage_spans as (

    select
        opportunity_hk,
        span_number,
        stage,
        stage_number,
        outcome,
        min(valid_from) as entered_at,
        max(valid_to) as left_at
    from states
    group by opportunity_hk, span_number, stage, stage_number, outcome

)

select * from stage_spans
