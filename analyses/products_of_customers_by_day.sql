-- How many products had how many golden customers ordered, as of each of the latest deliveries?
with

orders_as_of as (

    select * from {{ ref('bridge_customer_order_product') }}

),

customers as (

    select * from {{ ref('customer_identity') }}

),

order_products as (

    select * from {{ ref('link_order_product') }}

),

products_as_of as (

    select distinct
        orders_as_of.as_of_date,
        customers.customer_uid,
        order_products.product_hk
    from orders_as_of
    inner join customers
        on orders_as_of.customer_hk = customers.customer_hk
    inner join order_products
        on orders_as_of.order_product_hk = order_products.order_product_hk

),

counted as (

    select
        as_of_date,
        count(distinct customer_uid) as customers,
        count(*) as customer_products,
        round(count(*) / cast(count(distinct customer_uid) as double), 2) as products_per_customer
    from products_as_of
    group by as_of_date

)

select * from counted
order by as_of_date desc
