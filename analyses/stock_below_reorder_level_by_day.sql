-- How many products were below their reorder level, as of each of the latest deliveries?
with

products_as_of as (

    select * from {{ ref('pit_product') }}

),

stock as (

    select * from {{ ref('sat_product_stock__erp') }}

),

stock_as_of as (

    select
        products_as_of.as_of_date,
        products_as_of.product_hk,
        stock.stock_quantity,
        stock.reorder_level
    from products_as_of
    inner join stock
        on
            products_as_of.sat_product_stock__erp_pk = stock.product_hk
            and products_as_of.sat_product_stock__erp_ldts = stock.loaded_at
            and products_as_of.sat_product_stock__erp_eff = stock.effective_from

),

counted as (

    select
        as_of_date,
        count(*) as products,
        sum(case when stock_quantity < reorder_level then 1 else 0 end) as below_reorder_level,
        sum(stock_quantity) as units_in_stock
    from stock_as_of
    group by as_of_date

)

select * from counted
order by as_of_date desc
