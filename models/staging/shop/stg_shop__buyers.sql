-- Grain: one row per accepted row of an e-commerce order, with its buyer data.
{{ config(materialized='view') }}
with

orders as (

    select * from {{ released_rows('stg_shop__orders') }} as released

),

shop_orders as (

    select * from orders
    where source_system = 'E-Commerce' and not coalesce(is_conflicting, false)

)

select * from shop_orders
