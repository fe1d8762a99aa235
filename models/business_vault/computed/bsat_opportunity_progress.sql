-- Grain: one row per opportunity: its progress through the stages as of the current as-of date.
{%- set open_stages = open_deal_stages() %}
with

stage_history as (

    select * from {{ ref('opportunity_stage_history') }}

),

stages as (

    select * from {{ ref('deal_stages') }}

),

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

stage_visits as (

    select
        stage_history.*,
        stage_history.left_at = {{ open_end() }} as is_last,
        cast(stage_history.entered_at as date) as entered_date,
        case
            when stage_history.left_at < {{ open_end() }}
                then cast(stage_history.left_at as date)
            when stage_history.outcome = 'OPEN' then current_as_of_date.as_of_date
            else cast(stage_history.entered_at as date)
        end as left_date
    from stage_history
    cross join current_as_of_date

),

stage_durations as (

    select
        *,
        {{ dbt.datediff('entered_date', 'left_date', 'day') }}
            as days_in_stage
    from stage_visits

),

opportunity_durations as (

    select
        opportunity_hk,
        count(*) as stage_count,
        max(case when outcome = 'OPEN' then stage_number end) as furthest_stage_number,
        max(case when is_last and outcome <> 'OPEN' then entered_at end) as closed_at,
        max(case when outcome <> 'OPEN' and not is_last then 1 else 0 end) = 1 as is_reopened,
        sum(days_in_stage) as age_days,
        {%- for stage in open_stages %}
        sum(case when stage = '{{ stage }}' then days_in_stage else 0 end)
            as days_in_{{ stage | lower }},
        {%- endfor %}
        sum(case when outcome <> 'OPEN' then days_in_stage else 0 end) as days_closed
    from stage_durations
    group by opportunity_hk

),

with_furthest_stage as (

    select
        opportunity_durations.*,
        stages.stage as furthest_stage
    from opportunity_durations
    left join stages
        on opportunity_durations.furthest_stage_number = stages.stage_number

)

select * from with_furthest_stage
