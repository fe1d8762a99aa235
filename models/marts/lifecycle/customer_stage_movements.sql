-- Grain: one row per time axis, month and golden customer: its stage a month earlier and now.
-- A refresh of a month includes all later ones, and so the movement of the next month. The first month
-- of a time axis has no movements.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'month_key',
        'refresh_from': {'fact_customer_monthly': 'month_key'},
    },
) }}
with

customers as (

    select * from {{ ref('fact_customer_monthly') }}

),

months as (

    select
        month_key,
        time_axis,
        month_start,
        cast({{ dbt.dateadd('month', -1, 'month_start') }} as date) as previous_month_start,
        as_of_date,
        is_complete_month
    from customers
    where {{ needs_refresh('month_key') }}
    group by month_key, time_axis, month_start, as_of_date, is_complete_month

),

customers_before as (

    select
        months.month_key,
        customers.customer_uid,
        customers.lifecycle_stage,
        customers.revenue_12_months_eur
    from customers
    inner join months
        on
            customers.time_axis = months.time_axis
            and customers.month_start = months.previous_month_start

),

customers_now as (

    select
        month_key,
        customer_uid,
        lifecycle_stage,
        revenue_12_months_eur
    from customers
    where month_key in (select customers_before.month_key from customers_before)

),

stages as (

    select
        coalesce(customers_now.month_key, customers_before.month_key) as month_key,
        coalesce(customers_now.customer_uid, customers_before.customer_uid) as customer_uid,
        customers_before.lifecycle_stage as from_stage,
        customers_now.lifecycle_stage as to_stage,
        customers_before.revenue_12_months_eur as from_revenue_12_months_eur,
        customers_now.revenue_12_months_eur as to_revenue_12_months_eur
    from customers_now
    full outer join customers_before
        on
            customers_now.month_key = customers_before.month_key
            and customers_now.customer_uid = customers_before.customer_uid

),

movements as (

    select
        stages.month_key,
        months.time_axis,
        months.month_start,
        months.as_of_date,
        months.is_complete_month,
        stages.customer_uid,
        coalesce(stages.from_stage, 'None') as from_stage,
        coalesce(stages.to_stage, 'None') as to_stage,
        case
            when stages.from_stage is null then 'New'
            when stages.to_stage is null then 'Merged or retired'
            when stages.from_stage = stages.to_stage then 'Unchanged'
            when stages.to_stage = 'Churned' then 'Churned'
            when stages.from_stage = 'Churned' then 'Won back'
            else 'Moved'
        end as movement,
        coalesce(stages.from_revenue_12_months_eur, 0) as from_revenue_12_months_eur,
        coalesce(stages.to_revenue_12_months_eur, 0) as to_revenue_12_months_eur
    from stages
    inner join months
        on stages.month_key = months.month_key

)

select * from movements
