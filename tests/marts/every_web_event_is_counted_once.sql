-- Every conversion rate is wrong if a web event is lost or counted twice.
with

delivered_states as (

    {{ newest_rows('stg_web__clickstream', 'clickstream_hk') }}

),

delivered as (

    select
        count(*) as event_count,
        sum(session_seconds) as seconds_total,
        sum(page_load_ms) as load_total
    from delivered_states

),

counted as (

    select
        count(*) as event_count,
        sum(session_seconds) as seconds_total,
        sum(page_load_ms) as load_total
    from {{ ref('fact_clickstream') }}

),

compared as (

    select
        delivered.event_count as delivered_count,
        counted.event_count as counted_count
    from delivered
    cross join counted
    where
        delivered.event_count <> counted.event_count
        or delivered.seconds_total is distinct from counted.seconds_total
        or delivered.load_total is distinct from counted.load_total

)

select * from compared
