-- Grain: one row per golden customer: where in its life it stands on the warehouse's day.
with

activity as (

    select * from {{ ref('bsat_customer_engagement') }}

),

warehouse_day as (

    select * from {{ ref('warehouse_day') }}

),

aged as (

    select
        activity.*,
        {{ dbt.datediff('activity.created_date', 'warehouse_day.as_of_date', 'day') }}
            as tenure_days,
        -- Whole months: a month is full when its day of the month has come.
        {{ dbt.datediff('activity.created_date', 'warehouse_day.as_of_date', 'month') }}
        - case
            when
                extract(day from warehouse_day.as_of_date)
                < extract(day from activity.created_date)
                then 1
            else 0
        end as tenure_months,
        {{ dbt.datediff('activity.last_activity_date', 'warehouse_day.as_of_date', 'day') }}
            as idle_days
    from activity
    cross join warehouse_day

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

)

select * from labelled
