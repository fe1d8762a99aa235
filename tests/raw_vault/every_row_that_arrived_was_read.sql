-- A row that landing does not read is lost, and the load counts balance without it.
-- The files are counted by another reader: before dbt starts, see scripts/warehouse/landed_files.py,
-- or on Snowflake by COPY.
-- A run up to a day reads parts of files, so it is not compared; see CONTRIBUTING.md. A batch in a
-- file of several may have grown since it was counted, and has a digest of rows instead of the file's.
-- It waits for the load counts, so that it does not stop the as-of date.
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
