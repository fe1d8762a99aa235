-- What did each product category earn in each region and month?
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

sales_by_month as (

    select
        calendar.month_start_date,
        coalesce(products.category, 'unknown') as category,
        coalesce(sales.region, 'unknown') as region,
        sales.order_id,
        sales.line_total_eur,
        sales.profit_eur
    from sales
    inner join products
        on sales.product_key = products.product_key
    inner join calendar
        on sales.order_date = calendar.date_day

),

monthly_totals as (

    select
        month_start_date,
        category,
        region,
        count(distinct order_id) as orders,
        sum(line_total_eur) as revenue_eur,
        sum(profit_eur) as profit_eur
    from sales_by_month
    group by month_start_date, category, region

),

monthly_changes as (

    select
        *,
        round(profit_eur / nullif(revenue_eur, 0), 4) as margin,
        revenue_eur - lag(revenue_eur) over (
            partition by category, region
            order by month_start_date
        ) as change_from_previous_month_eur
    from monthly_totals

)

select * from monthly_changes
order by month_start_date desc, category asc, region asc
