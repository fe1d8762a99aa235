-- Grain: one row per day, from the first creation of a customer to the end of the calendar.
-- Days count back from the end, a hundred years at most: one old date cannot push out the others.
{%- set last_day = 'cast(' ~ text_literal(var('calendar_until')) ~ ' as date)' %}
with

customer_records as (

    select * from {{ ref('hub_customer') }}

),

attributes as (

    select * from {{ ref('customer_attributes_by_load_time') }}
    where known_to = cast('9999-12-31' as date)

),

-- A record without a creation date counts from the day of its first delivery.
creation_dates as (

    select cast(loaded_at as date) as created_date from customer_records
    union all
    select cast(attribute_value as date) as created_date from attributes
    where attribute = 'created_date'

),

first_day as (

    select min(created_date) as first_date from creation_dates

),

numbers as (

    {{ number_series(36525) }}

),

days as (

    select
        cast({{ dbt.dateadd('day', '-numbers.n', last_day) }} as date) as date_day
    from numbers

),

calendar as (

    select
        date_day,
        cast(extract(year from date_day) as integer) as calendar_year,
        cast(extract(quarter from date_day) as integer) as calendar_quarter,
        cast(extract(month from date_day) as integer) as calendar_month,
        cast(extract(day from date_day) as integer) as day_of_month,
        cast({{ iso_part('year', 'date_day') }} as integer) as iso_year,
        cast({{ iso_part('week', 'date_day') }} as integer) as iso_week,
        cast({{ iso_part('weekday', 'date_day') }} as integer) as iso_weekday,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start_date,
        cast({{ dbt.date_trunc('quarter', 'date_day') }} as date) as quarter_start_date
    from days
    where date_day >= (select first_day.first_date from first_day)

),

calendar_with_weekends as (

    select
        *,
        iso_weekday in (6, 7) as is_weekend
    from calendar

)

select * from calendar_with_weekends
