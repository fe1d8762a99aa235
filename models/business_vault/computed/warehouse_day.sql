-- Grain: one row: the day that the warehouse shows, from its data and never from the clock.
with

loads as (

    select * from {{ ref('vault_loads') }}

),

newest as (

    -- The newest delivery, or the day that was asked for.
    select max({{ "cast('" ~ var('as_of_date') ~ "' as date)" if var('as_of_date')
            else 'cast(loaded_at as date)' }}) as as_of_date
    from loads

)

select * from newest
