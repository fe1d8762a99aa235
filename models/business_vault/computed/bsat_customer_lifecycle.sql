-- Grain: one row per golden customer: its lifecycle stage, churn risk, health and predicted value.
{{ config(materialized='table') }}
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

    {{ stage_thresholds() }}

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
        {{ is_in_last_12_months('orders.ordered_at', 'current_as_of_date.as_of_date') }}
    group by identity.customer_uid
    having sum(orders.order_total_eur) > 0

),

ranked_buyers as (

    {{ rank_buyers('recent_buyers', 'thresholds') }}

),

ages as (

    select
        activity.*,
        current_as_of_date.as_of_date,
        coalesce(ranked_buyers.revenue_12_months, 0) as revenue_12_months,
        coalesce(ranked_buyers.is_top_buyer, false) as is_top_buyer,
        {{ customer_ages('activity', 'current_as_of_date.as_of_date') }}
    from activity
    cross join current_as_of_date
    left join ranked_buyers
        on activity.customer_uid = ranked_buyers.customer_uid

),

with_stage as (

    select
        ages.*,
        {{ lifecycle_stage('ages', 'thresholds') }} as lifecycle_stage
    from ages
    cross join thresholds

),

with_status as (

    select
        *,
        {{ customer_status('lifecycle_stage') }} as customer_status
    from with_stage

),

with_scores as (

    {{ lifecycle_scores('with_status') }}

),

with_days_since_orders as (

    select
        *,
        {{ dbt.datediff('last_order_date', 'as_of_date', 'day') }}
            as days_since_last_order,
        {{ dbt.datediff('first_order_date', 'last_order_date', 'day') }}
            as days_of_ordering
    from with_scores

),

-- A single order has no gap.
with_order_gaps as (

    select
        *,
        cast({{ divide('days_of_ordering', 'order_count - 1', 1) }} as decimal(9, 1))
            as average_order_gap_days
    from with_days_since_orders

)

select * from with_order_gaps
