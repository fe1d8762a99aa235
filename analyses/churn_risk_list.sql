-- Which customers worth keeping are about to leave?
with

lifecycle as (

    select * from {{ ref('dim_customer_lifecycle') }}

),

customers as (

    select * from {{ ref('dim_customer') }}
    where is_current

),

at_risk as (

    select
        customers.customer_uid,
        customers.full_name,
        customers.email,
        customers.phone,
        customers.country,
        lifecycle.lifecycle_stage,
        lifecycle.churn_risk_score,
        lifecycle.churn_risk_tier,
        lifecycle.days_since_last_order,
        lifecycle.health_score,
        lifecycle.lifetime_value_eur,
        lifecycle.predicted_ltv_12_months_eur
    from lifecycle
    inner join customers
        on lifecycle.customer_uid = customers.customer_uid
    where
        lifecycle.churn_risk_tier in ('Medium', 'High')
        and not lifecycle.is_churned
        and lifecycle.lifetime_value_eur >= 1000

)

select * from at_risk
order by lifetime_value_eur desc, customer_uid asc
