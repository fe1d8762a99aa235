-- Grain: one row per instant that the point-in-time tables and the bridge show.
-- The end of each of the last seven days with a delivery, and of the last such day of each month.
with

deliveries as (

    select * from {{ ref('delivery_dates') }}

),

numbered as (

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

wanted as (

    select
        {{ dbt.dateadd(
            'second', -1, dbt.dateadd('day', 1, 'cast(delivery_date as timestamp)')
        ) }} as as_of_date
    from numbered
    where
        days_back <= 7
        or days_back_in_month = 1

)

select * from wanted
