-- Grain: one row per golden customer: its lifecycle stage, churn risk, health and predicted value.
{{ config(materialized='table') }}
with

customers as (

    select * from {{ ref('bsat_customer_lifecycle_stage') }}

),

with_scores as (

    {{ lifecycle_scores('customers') }}

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
