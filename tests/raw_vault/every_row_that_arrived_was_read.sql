-- A row that landing does not read is lost, and the load counts balance without it. The files are
-- counted by a different reader: before dbt starts (scripts/warehouse/landing/landed_files.py), or by COPY
-- on Snowflake. A run up to a day is not compared, because it reads parts of files; see
-- docs/landing.md. If a file has several batches, a batch may have grown since it was counted; it
-- has a digest of its rows instead of that of the file. The test waits for the load counts, so that
-- it does not block the as-of date.
-- depends_on: {{ ref('load_counts') }}
with

deliveries as (

    select
        feed,
        landed_in,
        sum(landed) as landed
    from {{ ref('stg_landing__deliveries') }}
    group by feed, landed_in

),

arrived as (

    select * from (
        {{ arrived_files() }}
    ) as files
    {{ 'where false' if var('load_until') or var('as_of_date') }}

),

differences as (

    select
        arrived.feed,
        arrived.landed_in,
        arrived.arrived,
        coalesce(deliveries.landed, 0) as landed
    from arrived
    left join deliveries
        on
            arrived.feed = deliveries.feed
            and arrived.landed_in = deliveries.landed_in
    where
        arrived.arrived > coalesce(deliveries.landed, 0)
        or (arrived.arrived < deliveries.landed and arrived.sha256 not like 'rows %')

)

select * from differences
