-- Grain: one row: the day that the warehouse shows, from its data and never from the clock.
with

deliveries as (

    select max(loaded_at) as loaded_at from {{ ref('hub_order') }}
    union all
    select max(loaded_at) as loaded_at from {{ ref('sat_order__shop') }}
    union all
    select max(loaded_at) as loaded_at from {{ ref('sat_customer__sap') }}
    union all
    select max(loaded_at) as loaded_at from {{ ref('sat_product_stock__erp') }}

),

newest as (

    -- The newest delivery, or the day that was asked for.
    select max({{ "cast('" ~ var('as_of_date') ~ "' as date)" if var('as_of_date')
            else 'cast(loaded_at as date)' }}) as as_of_date
    from deliveries

)

select * from newest
