-- A sale of a known customer that falls to the unknown member vanishes from that customer's figures.
with

sales as (

    select * from {{ ref('fact_sales') }}

),

lost as (

    select * from sales
    where
        customer_hk is not null
        and customer_key = {{ unknown_key() }}

)

select * from lost
