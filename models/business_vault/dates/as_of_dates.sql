-- Grain: one row per as-of date of the point-in-time tables and the bridge.
-- The end of each of the last seven delivery dates and of the last delivery date of each month.
with

deliveries as (

    select * from {{ ref('delivery_dates') }}

),

ranked_dates as (

    select
        delivery_date,
        row_number() over (
            order by delivery_date desc
        ) as days_back,
        row_number() over (
            partition by {{ dbt.date_trunc('month', 'delivery_date') }}
            order by delivery_date desc
        ) as days_back_in_month
    from deliveries

),

as_of_dates as (

    select
        {{ dbt.dateadd(
            'second', -1, dbt.dateadd('day', 1, 'cast(delivery_date as timestamp)')
        ) }} as as_of_date
    from ranked_dates
    where
        days_back <= 7
        or days_back_in_month = 1

)

select * from as_of_dates
