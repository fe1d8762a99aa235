-- Grain: one row per rejected row of the feed steward_overrides, with the reason.
{{ config(materialized='table') }}
with

log_rows as (

    {{ steward_rows('stg_stewardship__override_log') }}

),

rejected as (

    select * from log_rows
    where quarantine_reason is not null

)

select * from rejected
