-- Grain: one row per golden customer: where in its life it stands on the warehouse's day.
with

activity as (

    select * from {{ ref('bsat_customer_engagement') }}

),

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

aged as (

    select
        activity.*,
        current_as_of_date.as_of_date,
        {{ dbt.datediff('activity.created_date', 'current_as_of_date.as_of_date', 'day') }}
            as tenure_days,
        -- Whole months: a month is full when its day of the month has come.
        {{ dbt.datediff('activity.created_date', 'current_as_of_date.as_of_date', 'month') }}
        - case
            when
                extract(day from current_as_of_date.as_of_date)
                < extract(day from activity.created_date)
                then 1
            else 0
        end as tenure_months,
        {{ dbt.datediff('activity.last_activity_date', 'current_as_of_date.as_of_date', 'day') }}
            as idle_days
    from activity
    cross join current_as_of_date

),

staged as (

    select
        *,
        case
            when is_closed or idle_days > 365 then 'Churned'
            when tenure_months < 3 and order_count > 0 then 'Activated'
            when tenure_months < 3 then 'Onboarding'
            when idle_days > 90 then 'Dormant'
            when idle_days >= 45 then 'At-Risk'
            when tenure_months < 12 then 'Growing'
            when tenure_months < 24 then 'Loyal'
            else 'Champion'
        end as lifecycle_stage
    from aged

),

labelled as (

    select
        *,
        case
            when lifecycle_stage = 'Churned' then 'Churned'
            when lifecycle_stage in ('Activated', 'Onboarding') then 'New'
            when lifecycle_stage in ('Dormant', 'At-Risk') then 'At-Risk'
            else 'Active'
        end as customer_status
    from staged

),

-- Risk is a broken line through (0, 0.05), (45, 0.30), (90, 0.60) and (365, 0.95).
weighed as (

    select
        *,
        cast(
            case
                when lifecycle_stage = 'Churned' then 1
                when idle_days <= 45 then 0.05 + 0.25 * idle_days / 45
                when idle_days <= 90 then 0.30 + 0.30 * (idle_days - 45) / 45
                when idle_days <= 365 then 0.60 + 0.35 * (idle_days - 90) / 275
                else 0.95
            end as decimal(9, 4)
        ) as churn_risk_score,
        -- From -1 to 1: what the customer said, and how satisfied it was.
        (
            coalesce(sentiment_balance, 0) + coalesce((csat_average - 3) / 2, 0)
        ) / 2 as mood,
        {{ dbt.datediff('last_order_date', 'as_of_date', 'day') }}
            as days_since_last_order,
        {{ dbt.datediff('first_order_date', 'last_order_date', 'day') }}
            as days_of_ordering
    from labelled

),

judged as (

    select
        *,
        -- With one order there is no gap.
        cast(
            round(days_of_ordering / nullif(order_count - 1, 0), 1) as decimal(9, 1)
        ) as average_order_gap_days,
        case
            when churn_risk_score < 0.2 then 'Low'
            when churn_risk_score < 0.5 then 'Medium'
            else 'High'
        end as churn_risk_tier,
        cast(
            round(
                least(100, greatest(0, 100 * (1 - churn_risk_score) + 10 * mood)), 1
            ) as decimal(9, 1)
        ) as health_score,
        -- What a year brought so far, at least a quarter's worth of time, less the risk.
        cast(
            round(
                lifetime_value * 365 / greatest(tenure_days, 90) * (1 - churn_risk_score), 2
            ) as decimal(18, 2)
        ) as predicted_ltv_12_months
    from weighed

)

select * from judged
