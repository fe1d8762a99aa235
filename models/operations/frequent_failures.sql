-- Grain: one row per node that has failed.
with

node_runs as (

    select
        *,
        case when status in ('fail', 'error', 'runtime error') then 1 else 0 end as failed
    from {{ operations_table('node_runs') }}
    where
        as_of_date = {{ text_literal(var('as_of_date')) }}
        and status <> 'skipped'

),

counted as (

    select
        node,
        max(name) as name,
        max(resource_type) as resource_type,
        max_by(layer, ended_at) as layer,
        count(*) as run_count,
        sum(failed) as failure_count,
        max(case when failed = 1 then ended_at end) as last_failed_at,
        max_by(failed, ended_at) = 1 as is_failing
    from node_runs
    group by node

),

failures as (

    select
        node,
        name,
        resource_type,
        layer,
        run_count,
        failure_count,
        {{ divide('failure_count', 'run_count', 4) }} as failure_share,
        last_failed_at,
        is_failing
    from counted
    where failure_count > 0

)

select * from failures
