-- Grain: one row per mart.
-- A view: dbt writes the run history at the end of a run, after the last model.
{{ config(materialized='view') }}
with

built_marts as (

    select * from {{ run_history_table('built_marts') }}

),

current_marts as (

    select
        mart,
        data_until,
        built_at
    from built_marts
    where as_of_date = {{ text_literal(var('as_of_date')) }}

)

select * from current_marts
