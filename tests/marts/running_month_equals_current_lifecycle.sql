-- The monthly fact and the current dimension show different figures for a customer. In the running
-- month, both time axes have the state on the current as-of date: everything known, with the
-- current members.
{%- set figures = [
    'customer_uid', 'as_of_date', 'created_date', 'tenure_months', 'lifecycle_stage', 'status', 'is_churned',
    'churn_risk_score', 'churn_risk_tier', 'health_score', 'total_orders', 'last_activity_date', 'idle_days',
    'lifetime_value_eur', 'revenue_12_months_eur', 'predicted_ltv_12_months_eur',
] %}
with

current_customers as (

    select
        axes.time_axis,
        customers.{{ figures | join(',\n        customers.') }}
    from {{ ref('dim_customer_lifecycle') }} as customers
    cross join (values ('source_time'), ('load_time')) as axes (time_axis)

),

running_month as (

    select
        customer_months.time_axis,
        customer_months.{{ figures | join(',\n        customer_months.') }}
    from {{ ref('fact_customer_monthly') }} as customer_months
    inner join {{ ref('current_as_of_date') }} as current_as_of_date
        on customer_months.as_of_date = current_as_of_date.as_of_date

),

only_current as (

    select * from current_customers
    except
    select * from running_month

),

only_monthly as (

    select * from running_month
    except
    select * from current_customers

),

differences as (

    select
        'only in dim_customer_lifecycle' as found,
        only_current.*
    from only_current
    union all
    select
        'only in fact_customer_monthly' as found,
        only_monthly.*
    from only_monthly

)

select * from differences
