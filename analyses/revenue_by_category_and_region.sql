-- What did each product category earn in each region, month by month?
with

sales as (

    select * from {{ ref('fact_sales') }}
    where is_revenue

),

products as (

    select * from {{ ref('dim_product') }}

),

calendar as (

    select * from {{ ref('dim_date') }}

),

placed as (

    select
        calendar.month_start_date,
        coalesce(products.category, 'not said') as category,
        coalesce(sales.region, 'not said') as region,
        sales.order_id,
        sales.line_total_eur,
        sales.profit_eur
    from sales
    inner join products
        on sales.product_key = products.product_key
    inner join calendar
        on sales.order_date = calendar.date_day

),

by_month as (

    select
        month_start_date,
        category,
        region,
        count(distinct order_id) as orders,
        sum(line_total_eur) as revenue_eur,
        sum(profit_eur) as profit_eur
    from placed
    group by month_start_date, category, region

),

compared as (

    select
        *,
        round(profit_eur / nullif(revenue_eur, 0), 4) as margin,
        revenue_eur - lag(revenue_eur) over (
            partition by category, region
            order by month_start_date
        ) as change_to_month_before_eur
    from by_month

)

select * from compared
order by month_start_date desc, category asc, region asc
