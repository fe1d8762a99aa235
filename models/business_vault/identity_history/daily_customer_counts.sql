-- Grain: one row per delivery date: the golden customers on it and the sizes of the largest.
{{ config(materialized='view') }}
with

deliveries as (

    select * from {{ ref('delivery_dates') }}

),

record_counts as (

    select * from {{ ref('live_record_counts') }}

),

size_steps as (

    select
        record_count,
        cast(counted_from as date) as step_date,
        1 as step
    from record_counts
    union all
    select
        record_count,
        cast(counted_to as date) as step_date,
        -1 as step
    from record_counts

),

customers_by_size as (

    select
        deliveries.delivery_date,
        size_steps.record_count,
        sum(size_steps.step) as customer_count
    from deliveries
    inner join size_steps
        on deliveries.delivery_date >= size_steps.step_date
    group by deliveries.delivery_date, size_steps.record_count
    having sum(size_steps.step) > 0

),

daily_counts as (

    select
        delivery_date,
        sum(record_count * customer_count) as record_count,
        sum(customer_count) as customer_count,
        max(record_count) as largest_customer,
        sum(case when record_count > 10 then customer_count else 0 end) as customers_above_ten
    from customers_by_size
    group by delivery_date

)

select * from daily_counts
