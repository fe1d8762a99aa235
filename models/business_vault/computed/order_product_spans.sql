-- Grain: one row per product of an order line and span of time in which the line named it.
{{ config(materialized='view') }}
with

links as (

    select * from {{ ref('link_order_product') }}

),

-- A line names a product until it is delivered with another one.
spanned as (

    select
        order_product_hk,
        order_hk,
        product_hk,
        line_number,
        loaded_at as start_at,
        coalesce(
            lead(loaded_at) over (
                partition by order_hk, line_number
                order by loaded_at, order_product_hk
            ),
            cast('{{ automate_dv.max_datetime() }}' as timestamp)
        ) as end_at
    from links

)

select * from spanned
