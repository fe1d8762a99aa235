-- Grain: one row per golden customer: its lifecycle stage as of the current as-of date.
with

activity as (

    select * from {{ ref('bsat_customer_engagement') }}

),

orders as (

    select * from {{ ref('bsat_order_value') }}
    where is_revenue

),

identity as (

    select * from {{ ref('customer_identity') }}

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
        'champion_from_tenure_months',
        'champion_share_of_buyers',
    ]) }}

),

-- Orders of the twelve months up to the as-of date.
recent_buyers as (

    select
        identity.customer_uid,
        sum(orders.order_total_eur) as revenue_12_months
    from orders
    inner join identity
        on orders.customer_hk = identity.customer_hk
    cross join current_as_of_date
    where
        cast(orders.ordered_at as date)
        > cast({{ dbt.dateadd('month', -12, 'current_as_of_date.as_of_date') }} as date)
        and cast(orders.ordered_at as date) <= current_as_of_date.as_of_date
    group by identity.customer_uid
    having sum(orders.order_total_eur) > 0

),

-- Of buyers with equal revenue, all or none are top buyers; at least one buyer is.
ranked_buyers as (

    select
        recent_buyers.*,
        rank() over (
            order by recent_buyers.revenue_12_months desc
        ) - 1 < thresholds.champion_share_of_buyers * count(*) over () as is_top_buyer
    from recent_buyers
    cross join thresholds

),

ages as (

    select
        activity.*,
        current_as_of_date.as_of_date,
        coalesce(ranked_buyers.revenue_12_months, 0) as revenue_12_months,
        coalesce(ranked_buyers.is_top_buyer, false) as is_top_buyer,
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
    left join ranked_buyers
        on activity.customer_uid = ranked_buyers.customer_uid

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
            when
                ages.tenure_months >= thresholds.champion_from_tenure_months and ages.is_top_buyer
                then 'Champion'
            else 'Loyal'
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
