-- Grain: one row: the date that the warehouse shows, from its data and never from the clock.
with

deliveries as (

    select * from {{ ref('stg_landing__deliveries') }}

),

newest as (

    -- The newest delivery, or the date that was asked for.
    select max({{ "cast('" ~ var('as_of_date') ~ "' as date)" if var('as_of_date')
            else 'delivery_date' }}) as as_of_date
    from deliveries

)

select * from newest
