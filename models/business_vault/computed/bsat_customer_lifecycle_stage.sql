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
    ]) }}

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

)

select * from with_status
