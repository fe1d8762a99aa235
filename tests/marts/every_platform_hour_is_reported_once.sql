-- Operations read a missing hour as an hour without incidents.
with

delivered_states as (

    {{ newest_rows('stg_platform__metrics', 'metric_hour') }}

),

delivered as (

    select
        count(*) as hour_count,
        sum(page_views) as views_total,
        sum(api_calls) as calls_total
    from delivered_states

),

counted as (

    select
        count(*) as hour_count,
        sum(page_views) as views_total,
        sum(api_calls) as calls_total
    from {{ ref('fact_realtime_metrics') }}

),

compared as (

    select
        delivered.hour_count as delivered_count,
        counted.hour_count as counted_count
    from delivered
    cross join counted
    where
        delivered.hour_count <> counted.hour_count
        or delivered.views_total is distinct from counted.views_total
        or delivered.calls_total is distinct from counted.calls_total

)

select * from compared
