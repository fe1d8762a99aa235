-- Grain: one row per run of dbt.
with

runs as (

    select * from {{ run_history_table('runs') }}

),

node_runs as (

    select * from {{ operations_table('node_runs') }}

),

outcomes as (

    select
        run_id,
        count(*) as node_count,
        sum(case when status in ('fail', 'error', 'runtime error') then 1 else 0 end)
            as failed_count,
        sum(case when status = 'skipped' then 1 else 0 end) as skipped_count,
        sum(case when status = 'warn' then 1 else 0 end) as warned_count,
        sum(seconds) as node_seconds
    from node_runs
    group by run_id

),

described as (

    select
        runs.run_id,
        runs.as_of_date,
        runs.command,
        runs.selection,
        runs.started_at,
        runs.ended_at,
        {{ dbt.datediff('runs.started_at', 'runs.ended_at', 'second') }}
            as seconds,
        runs.status,
        runs.is_whole,
        coalesce(outcomes.node_count, 0) as node_count,
        coalesce(outcomes.failed_count, 0) as failed_count,
        coalesce(outcomes.skipped_count, 0) as skipped_count,
        coalesce(outcomes.warned_count, 0) as warned_count,
        outcomes.node_seconds
    from runs
    left join outcomes
        on runs.run_id = outcomes.run_id

)

select * from described
