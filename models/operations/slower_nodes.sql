-- Grain: one row per node whose latest run took at least 50 % longer than usual.
-- The usual time is the median of the 3 to 20 runs before. Differences below half a second are
-- noise and left out.
with

node_runs as (

    select * from {{ operations_table('node_runs') }}
    where
        as_of_date = {{ text_literal(var('as_of_date')) }}
        and status in ('success', 'pass', 'warn', 'fail')

),

numbered as (

    select
        node,
        name,
        resource_type,
        layer,
        run_id,
        ended_at,
        seconds,
        row_number() over (
            partition by node
            order by ended_at desc
        ) as runs_ago
    from node_runs

),

usual as (

    select
        node,
        count(*) as compared_runs,
        median(seconds) as usual_seconds
    from numbered
    where runs_ago between 2 and 21
    group by node

),

slower as (

    select
        latest.node,
        latest.name,
        latest.resource_type,
        latest.layer,
        latest.run_id,
        latest.ended_at,
        latest.seconds,
        usual.usual_seconds,
        latest.seconds - usual.usual_seconds as slower_by_seconds,
        usual.compared_runs
    from numbered as latest
    inner join usual
        on latest.node = usual.node
    where
        latest.runs_ago = 1
        and usual.compared_runs >= 3
        and latest.seconds >= usual.usual_seconds * 1.5
        and latest.seconds - usual.usual_seconds >= 0.5

)

select * from slower
