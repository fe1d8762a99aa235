-- Grain: one row per golden customer.
{{ config(row_access_policy=rows_of('own_country', 'country')) }}
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

purchases as (

    select * from {{ ref('bsat_customer_purchases') }}

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
        customers.postcode,
        customers.segment,
        customers.industry,
        customers.source_systems,
        customers.record_count,
        customers.master_record_count,
        customers.is_identified,
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
        cast(coalesce(purchases.order_count, 0) as integer) as revenue_order_count,
        cast(
            {{ divide('purchases.revenue_eur', 'purchases.order_count') }} as decimal(38, 2)
        ) as average_order_value_eur,
        cast(coalesce(purchases.profit_eur, 0) as decimal(38, 2)) as profit_eur,
        cast(coalesce(purchases.recurring_revenue_eur, 0) as decimal(38, 2))
            as recurring_revenue_eur,
        cast(coalesce(purchases.product_count, 0) as integer) as product_count,
        purchases.favourite_category,
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
    left join purchases
        on customers.customer_uid = purchases.customer_uid
    left join countries
        on customers.country = countries.country

)

select * from customer_summaries
