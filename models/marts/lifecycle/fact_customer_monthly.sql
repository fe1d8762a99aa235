-- Grain: one row per time axis, month and golden customer: its lifecycle at the end of the month.
-- The running month has the state on the current as-of date.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'month_key',
        'refresh_from': {'bsat_customer_engagement_monthly': 'month_key'},
    },
) }}
with

engagement as (

    select * from {{ ref('bsat_customer_engagement_monthly') }}
    where {{ needs_refresh('month_key') }}

),

thresholds as (

    {{ stage_thresholds() }}

),

buyers as (

    select * from engagement
    where revenue_12_months > 0

),

ranked_buyers as (

    {{ rank_buyers('buyers', 'thresholds', month='month_key') }}

),

ages as (

    select
        engagement.*,
        coalesce(ranked_buyers.is_top_buyer, false) as is_top_buyer,
        {{ customer_ages('engagement', 'engagement.as_of_date') }}
    from engagement
    left join ranked_buyers
        on
            engagement.month_key = ranked_buyers.month_key
            and engagement.customer_uid = ranked_buyers.customer_uid

),

with_stage as (

    select
        ages.*,
        {{ lifecycle_stage('ages', 'thresholds') }} as lifecycle_stage
    from ages
    cross join thresholds

),

with_scores as (

    {{ lifecycle_scores('with_stage') }}

),

customer_months as (

    select
        month_key,
        time_axis,
        month_start,
        as_of_date,
        is_complete as is_complete_month,
        customer_uid,
        created_date,
        cast(tenure_months as integer) as tenure_months,
        lifecycle_stage,
        {{ customer_status('lifecycle_stage') }} as status,
        lifecycle_stage = 'Churned' as is_churned,
        churn_risk_score,
        churn_risk_tier,
        health_score,
        cast(order_count as integer) as total_orders,
        last_activity_date,
        cast(idle_days as integer) as idle_days,
        cast(lifetime_value as decimal(38, 2)) as lifetime_value_eur,
        cast(revenue_12_months as decimal(38, 2)) as revenue_12_months_eur,
        predicted_ltv_12_months as predicted_ltv_12_months_eur
    from with_scores

)

select * from customer_months
