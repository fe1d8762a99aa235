-- Grain: one row per as-of date of the point-in-time tables and the bridge.
-- The end of each of the latest delivery dates and of the last delivery date of each month.
with

deliveries as (

    select * from {{ ref('delivery_dates') }}

),

thresholds as (

    {{ thresholds(['daily_as_of_dates']) }}

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
            'second', -1, dbt.dateadd(
                'day', 1, 'cast(ranked_dates.delivery_date as ' ~ type_timestamp() ~ ')'
            )
        ) }} as as_of_date
    from ranked_dates
    cross join thresholds
    where
        ranked_dates.days_back <= thresholds.daily_as_of_dates
        or ranked_dates.days_back_in_month = 1

)

select * from as_of_dates
