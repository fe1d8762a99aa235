-- Which 50 customers brought the most profit, and at what margin?
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

customer_totals as (

    select
        customer_uid,
        count(distinct order_id) as orders,
        max(order_date) as last_order_date,
        sum(line_total_eur) as revenue_eur,
        sum(profit_eur) as profit_eur
    from sales
    group by customer_uid

),

ranked_customers as (

    select
        customers.customer_uid,
        customers.full_name,
        customers.segment,
        customers.country,
        customers.source_systems,
        customer_totals.orders,
        customer_totals.last_order_date,
        customer_totals.revenue_eur,
        customer_totals.profit_eur,
        round(customer_totals.profit_eur / nullif(customer_totals.revenue_eur, 0), 4) as margin,
        row_number() over (
            order by customer_totals.profit_eur desc, customers.customer_uid asc
        ) as place
    from customer_totals
    inner join customers
        on customer_totals.customer_uid = customers.customer_uid

),

top_fifty as (

    select * from ranked_customers
    where place <= 50

)

select * from top_fifty
order by place
