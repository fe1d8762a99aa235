-- Grain: one row per golden customer: its lifecycle stage, churn risk, health and predicted value.
{{ config(materialized='table') }}
with

customers as (

    select * from {{ ref('bsat_customer_lifecycle_stage') }}

),

thresholds as (

    {{ thresholds(['health_points_per_sentiment', 'highest_csat', 'lowest_csat']) }}

),

churn_risk_tiers as (

    {{ tiers('churn_risk') }}

),

-- Risk is interpolated linearly between the points of the curve and constant after the last one.
risk_segments as (

    select
        idle_days as begins_at,
        lead(idle_days) over (
            order by idle_days
        ) as ends_at,
        churn_risk as first_risk,
        lead(churn_risk) over (
            order by idle_days
        ) as last_risk
    from {{ ref('churn_risk_curve') }}

),

with_risk as (

    select
        customers.*,
        cast(
            case
                when customers.lifecycle_stage = 'Churned' then 1
                when risk_segments.ends_at is null then risk_segments.first_risk
                else {{ divide(
                    'risk_segments.first_risk * (risk_segments.ends_at - customers.idle_days)'
                    ~ ' + risk_segments.last_risk'
                    ~ ' * (customers.idle_days - risk_segments.begins_at)',
                    'risk_segments.ends_at - risk_segments.begins_at', 4
                ) }}
            end as decimal(9, 4)
        ) as churn_risk_score,
        -- From -1 to 1: the mean of sentiment and of satisfaction, scaled to the same range.
        {{ divide(
            'coalesce(customers.sentiment_balance, 0) + coalesce('
            ~ divide(
                '2 * customers.csat_average - thresholds.lowest_csat - thresholds.highest_csat',
                'thresholds.highest_csat - thresholds.lowest_csat', scale=8
            )
            ~ ', 0)',
            '2', scale=8
        ) }} as sentiment_score,
        {{ dbt.datediff('customers.last_order_date', 'customers.as_of_date', 'day') }}
            as days_since_last_order,
        {{ dbt.datediff('customers.first_order_date', 'customers.last_order_date', 'day') }}
            as days_of_ordering
    from customers
    cross join thresholds
    left join risk_segments
        on
            greatest(customers.idle_days, 0) >= risk_segments.begins_at
            and (
                risk_segments.ends_at is null
                or greatest(customers.idle_days, 0) < risk_segments.ends_at
            )

),

with_scores as (

    select
        with_risk.*,
        -- A single order has no gap.
        cast(
            {{ divide('with_risk.days_of_ordering', 'with_risk.order_count - 1', 1) }}
            as decimal(9, 1)
        ) as average_order_gap_days,
        churn_risk_tiers.tier as churn_risk_tier,
        cast(
            round(
                least(
                    100,
                    greatest(
                        0,
                        100 * (1 - with_risk.churn_risk_score)
                        + thresholds.health_points_per_sentiment * with_risk.sentiment_score
                    )
                ),
                1
            ) as decimal(9, 1)
        ) as health_score,
        -- No forecast that we tried was closer: docs/decisions/0010.
        cast(
            case
                when with_risk.lifecycle_stage = 'Churned' then 0
                else with_risk.revenue_12_months
            end as decimal(38, 2)
        ) as predicted_ltv_12_months
    from with_risk
    cross join thresholds
    left join churn_risk_tiers
        on {{ is_in_tier('with_risk.churn_risk_score', 'churn_risk_tiers') }}

)

select * from with_scores
