-- Deliveries after the calendar's end are rejected: set the var calendar_until in time.
{{ config(severity='warn') }}
with

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

near_the_end as (

    select * from current_as_of_date
    where
        {{ dbt.dateadd('day', 90, 'as_of_date') }}
        > cast({{ text_literal(var('calendar_until')) }} as date)

)

select * from near_the_end
