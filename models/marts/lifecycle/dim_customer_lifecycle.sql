-- Grain: one row per golden customer, as of the current as-of date.
with

lifecycles as (

    select * from {{ ref('bsat_customer_lifecycle') }}

),

customer_lifecycles as (

    select
        customer_uid,
        as_of_date,
        created_date,
        cast({{ dbt.date_trunc('month', 'created_date') }} as date) as cohort_month,
        cast({{ dbt.date_trunc('quarter', 'created_date') }} as date) as cohort_quarter,
        cast(tenure_days as integer) as tenure_days,
        cast(tenure_months as integer) as tenure_months,
        lifecycle_stage,
        customer_status as status,
        lifecycle_stage = 'Churned' as is_churned,
        churn_risk_score,
        churn_risk_tier,
        cast(order_count as integer) as total_orders,
        cast(greatest(order_count - 1, 0) as integer) as repeat_orders,
        first_order_date,
        last_order_date,
        cast(days_since_last_order as integer) as days_since_last_order,
        average_order_gap_days,
        last_activity_date,
        cast(idle_days as integer) as idle_days,
        cast(lifetime_value as decimal(38, 2)) as lifetime_value_eur,
        cast(revenue_12_months as decimal(38, 2)) as revenue_12_months_eur,
        predicted_ltv_12_months as predicted_ltv_12_months_eur,
        cast(nps_score as integer) as nps_score,
        health_score
    from lifecycles

)

select * from customer_lifecycles
