-- Grain: one row per golden customer: its lifecycle stage as of the current as-of date.
with

activity as (

    select * from {{ ref('bsat_customer_engagement') }}

),

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

thresholds as (

    {{ thresholds([
        'churned_after_idle_days',
        'dormant_after_idle_days',
        'at_risk_from_idle_days',
        'new_below_tenure_months',
        'growing_below_tenure_months',
        'loyal_below_tenure_months',
        'health_points_of_mood',
        'shortest_ltv_tenure_days',
    ]) }}

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

ages as (

    select
        activity.*,
        current_as_of_date.as_of_date,
        {{ dbt.datediff('activity.created_date', 'current_as_of_date.as_of_date', 'day') }}
            as tenure_days,
        -- Whole months: a month counts once its day of the month is reached.
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

with_stage as (

    select
        ages.*,
        case
            when ages.is_closed or ages.idle_days > thresholds.churned_after_idle_days
                then 'Churned'
            when ages.tenure_months < thresholds.new_below_tenure_months and ages.order_count > 0
                then 'Activated'
            when ages.tenure_months < thresholds.new_below_tenure_months then 'Onboarding'
            when ages.idle_days > thresholds.dormant_after_idle_days then 'Dormant'
            when ages.idle_days >= thresholds.at_risk_from_idle_days then 'At-Risk'
            when ages.tenure_months < thresholds.growing_below_tenure_months then 'Growing'
            when ages.tenure_months < thresholds.loyal_below_tenure_months then 'Loyal'
            else 'Champion'
        end as lifecycle_stage
    from ages
    cross join thresholds

),

with_status as (

    select
        *,
        case
            when lifecycle_stage = 'Churned' then 'Churned'
            when lifecycle_stage in ('Activated', 'Onboarding') then 'New'
            when lifecycle_stage in ('Dormant', 'At-Risk') then 'At-Risk'
            else 'Active'
        end as customer_status
    from with_stage

),

with_risk as (

    select
        with_status.*,
        cast(
            case
                when with_status.lifecycle_stage = 'Churned' then 1
                when risk_segments.ends_at is null then risk_segments.first_risk
                else
                    risk_segments.first_risk
                    + (risk_segments.last_risk - risk_segments.first_risk)
                    * (with_status.idle_days - risk_segments.begins_at)
                    / (risk_segments.ends_at - risk_segments.begins_at)
            end as decimal(9, 4)
        ) as churn_risk_score,
        -- From -1 to 1: the mean of sentiment and scaled satisfaction.
        (
            coalesce(with_status.sentiment_balance, 0)
            + coalesce((with_status.csat_average - 3) / 2, 0)
        ) / 2 as mood,
        {{ dbt.datediff('with_status.last_order_date', 'with_status.as_of_date', 'day') }}
            as days_since_last_order,
        {{ dbt.datediff('with_status.first_order_date', 'with_status.last_order_date', 'day') }}
            as days_of_ordering
    from with_status
    left join risk_segments
        on
            greatest(with_status.idle_days, 0) >= risk_segments.begins_at
            and (
                risk_segments.ends_at is null
                or greatest(with_status.idle_days, 0) < risk_segments.ends_at
            )

),

with_scores as (

    select
        with_risk.*,
        -- A single order has no gap.
        cast(
            round(with_risk.days_of_ordering / nullif(with_risk.order_count - 1, 0), 1)
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
                        + thresholds.health_points_of_mood * with_risk.mood
                    )
                ),
                1
            ) as decimal(9, 1)
        ) as health_score,
        -- Revenue per year so far, discounted by the churn risk.
        cast(
            round(
                with_risk.lifetime_value * 365
                / greatest(with_risk.tenure_days, thresholds.shortest_ltv_tenure_days)
                * (1 - with_risk.churn_risk_score),
                2
            ) as decimal(18, 2)
        ) as predicted_ltv_12_months
    from with_risk
    cross join thresholds
    left join churn_risk_tiers
        on {{ is_in_tier('with_risk.churn_risk_score', 'churn_risk_tiers') }}

)

select * from with_scores
