-- Which fifty customers brought most profit, and what part of their revenue was it?
with

sales as (

    select * from {{ ref('fact_sales') }}
    where
        is_revenue
        and customer_uid <> 'UNKNOWN'

),

customers as (

    select * from {{ ref('dim_customer') }}
    where is_current

),

totals as (

    select
        customer_uid,
        count(distinct order_id) as orders,
        max(order_date) as last_order_date,
        sum(line_total_eur) as revenue_eur,
        sum(profit_eur) as profit_eur
    from sales
    group by customer_uid

),

ranked as (

    select
        customers.customer_uid,
        customers.full_name,
        customers.segment,
        customers.country,
        customers.source_systems,
        totals.orders,
        totals.last_order_date,
        totals.revenue_eur,
        totals.profit_eur,
        round(totals.profit_eur / nullif(totals.revenue_eur, 0), 4) as margin,
        row_number() over (order by totals.profit_eur desc, customers.customer_uid asc) as place
    from totals
    inner join customers
        on totals.customer_uid = customers.customer_uid

),

top_fifty as (

    select * from ranked
    where place <= 50

)

select * from top_fifty
order by place
