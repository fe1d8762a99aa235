-- Grain: one row: the date as of which the warehouse reports, taken from its data, not the clock.
with

deliveries as (

    select * from {{ ref('stg_landing__deliveries') }}

),

newest_delivery as (

    -- The newest delivery date, or the date in the var as_of_date.
    select max({{ 'cast(' ~ text_literal(var('as_of_date')) ~ ' as date)' if var('as_of_date')
            else 'delivery_date' }}) as as_of_date
    from deliveries

)

select * from newest_delivery
