-- Grain: one row per golden customer.
with

customers as (

    select * from {{ ref('dim_customer') }}
    where
        is_current
        and customer_key <> {{ unknown_key() }}

),

lifecycles as (

    select * from {{ ref('dim_customer_lifecycle') }}

),

engagements as (

    select * from {{ ref('bsat_customer_engagement') }}

),

sales as (

    select * from {{ ref('fact_sales') }}
    where is_revenue

),

products as (

    select * from {{ ref('dim_product') }}

),

value_tiers as (

    {{ tiers('customer_value') }}

),

order_stages as (

    {{ tiers('order_stage') }}

),

countries as (

    select * from {{ ref('countries') }}

),

product_sales as (

    select
        sales.customer_uid,
        sales.order_hk,
        products.product_id,
        products.category,
        products.is_recurring,
        sales.line_total_eur,
        sales.profit_eur
    from sales
    inner join products
        on sales.product_key = products.product_key

),

sales_totals as (

    select
        customer_uid,
        count(distinct order_hk) as revenue_order_count,
        count(distinct product_id) as product_count,
        sum(line_total_eur) as revenue_eur,
        sum(case when is_recurring then line_total_eur else 0 end) as recurring_revenue_eur,
        sum(profit_eur) as profit_eur
    from product_sales
    group by customer_uid

),

category_revenue as (

    select
        customer_uid,
        category,
        sum(line_total_eur) as revenue_eur
    from product_sales
    where category is not null
    group by customer_uid, category

),

favourite_categories as (

    select
        customer_uid,
        category
    from category_revenue
    qualify row_number() over (
        partition by customer_uid
        order by revenue_eur desc, category asc
    ) = 1

),

customer_summaries as (

    select
        customers.customer_uid,
        customers.customer_key,
        customers.full_name,
        customers.email,
        customers.phone,
        customers.country,
        countries.country_name,
        countries.region as sales_region,
        customers.city,
        customers.segment,
        customers.industry,
        customers.source_systems,
        customers.record_count,
        customers.match_score,
        customers.status,
        lifecycles.lifecycle_stage,
        lifecycles.churn_risk_score,
        lifecycles.churn_risk_tier,
        lifecycles.health_score,
        customers.created_date,
        customers.last_activity_date,
        lifecycles.first_order_date,
        lifecycles.last_order_date,
        lifecycles.total_orders,
        order_stages.tier as order_stage,
        customers.lifetime_value as lifetime_value_eur,
        value_tiers.tier as value_tier,
        lifecycles.predicted_ltv_12_months_eur,
        cast(coalesce(sales_totals.revenue_order_count, 0) as integer) as revenue_order_count,
        cast(
            round(sales_totals.revenue_eur / nullif(sales_totals.revenue_order_count, 0), 2)
            as decimal(18, 2)
        ) as average_order_value_eur,
        cast(coalesce(sales_totals.profit_eur, 0) as decimal(18, 2)) as profit_eur,
        cast(coalesce(sales_totals.recurring_revenue_eur, 0) as decimal(18, 2))
            as recurring_revenue_eur,
        cast(coalesce(sales_totals.product_count, 0) as integer) as product_count,
        favourite_categories.category as favourite_category,
        cast(engagements.ticket_count as integer) as ticket_count,
        cast(engagements.interaction_count as integer) as interaction_count,
        cast(engagements.transaction_count as integer) as transaction_count,
        cast(engagements.csat_average as decimal(9, 2)) as csat_average,
        lifecycles.nps_score
    from customers
    inner join lifecycles
        on customers.customer_uid = lifecycles.customer_uid
    inner join engagements
        on customers.customer_uid = engagements.customer_uid
    left join order_stages
        on {{ is_in_tier('lifecycles.total_orders', 'order_stages') }}
    left join value_tiers
        on {{ is_in_tier('customers.lifetime_value', 'value_tiers') }}
    left join sales_totals
        on customers.customer_uid = sales_totals.customer_uid
    left join countries
        on customers.country = countries.country
    left join favourite_categories
        on customers.customer_uid = favourite_categories.customer_uid

)

select * from customer_summaries
