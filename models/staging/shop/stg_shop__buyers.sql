-- Grain: one row per accepted delivery of an e-commerce order: what the buyer typed.
{{ config(materialized='view') }}
with

orders as (

    select * from {{ ref('stg_shop__orders') }}

),

bought_in_the_shop as (

    select * from orders
    where source_system = 'E-Commerce'

)

select * from bought_in_the_shop
