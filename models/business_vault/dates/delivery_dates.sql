-- Grain: one row per day with at least one delivery.
{{ config(materialized='view') }}
with

deliveries as (

    select * from {{ ref('stg_landing__deliveries') }}

),

delivery_dates as (

    select distinct delivery_date from deliveries
    where delivery_date is not null

)

select * from delivery_dates
