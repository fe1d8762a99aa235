-- Grain: one row per day of the calendar.
-- One day is added, because a time may be shortly after its delivery on the last day.
{%- set first_day, last_day = var('calendar_from'), var('calendar_until') %}
{%- set date_of = modules.datetime.date.fromisoformat %}
{%- set calendar_start = 'cast(' ~ text_literal(first_day) ~ ' as date)' %}
with

numbers as (

    {{ number_series((date_of(last_day) - date_of(first_day)).days + 2) }}

),

days as (

    select
        cast({{ dbt.dateadd('day', 'numbers.n', calendar_start) }} as date) as date_day
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

),

calendar_with_weekends as (

    select
        *,
        iso_weekday in (6, 7) as is_weekend
    from calendar

)

select * from calendar_with_weekends
