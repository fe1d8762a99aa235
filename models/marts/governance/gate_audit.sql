-- Grain: one row per delivery of a feed, gate rule and column.
-- A view: a gate measures deliveries while staging runs, and no model has the results.
{{ config(materialized='view') }}
with

results as (

    select * from {{ operations_table('gate_results') }}
    where as_of_date = {{ text_literal(var('as_of_date')) }} and feed is not null

),

held_loads as (

    select * from {{ bookkeeping_table('held_loads') }}

),

audited_results as (

    select
        results.feed,
        results.landed_in,
        results.rule,
        results.column_name,
        results.landed,
        results.wrong_rows,
        results.measured,
        coalesce(held_loads.allowed, results.allowed) as allowed,
        results.outcome,
        held_loads.load is not null as is_held,
        results.checked_at
    from results
    left join held_loads
        on
            results.feed = held_loads.feed
            and results.landed_in = held_loads.load
            and results.rule = held_loads.rule
            and results.column_name = held_loads.column_name

)

select * from audited_results
