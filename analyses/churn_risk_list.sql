-- Which valuable customers are likely to churn?
with

lifecycles as (

    select * from {{ ref('dim_customer_lifecycle') }}

),

customers as (

    select * from {{ ref('dim_customer') }}
    where is_current

),

customers_at_risk as (

    select
        customers.customer_uid,
        customers.full_name,
        customers.email,
        customers.phone,
        customers.country,
        lifecycles.lifecycle_stage,
        lifecycles.churn_risk_score,
        lifecycles.churn_risk_tier,
        lifecycles.days_since_last_order,
        lifecycles.health_score,
        lifecycles.lifetime_value_eur,
        lifecycles.predicted_ltv_12_months_eur
    from lifecycles
    inner join customers
        on lifecycles.customer_uid = customers.customer_uid
    where
        lifecycles.churn_risk_tier in ('Medium', 'High')
        and not lifecycles.is_churned
        and lifecycles.lifetime_value_eur >= 1000

)

select * from customers_at_risk
order by lifetime_value_eur desc, customer_uid asc
