-- Grain: one row per day from the first order to the last.
{%- set statuses = known_codes('orders', 'STATUS') %}
{%- set priorities = known_codes('orders', 'PRIORITY') %}
with

days as (

    select * from {{ ref('dim_date') }}

),

orders as (

    select * from {{ ref('current_orders') }}

),

order_values as (

    select * from {{ ref('bsat_order_value') }}

),

customers as (

    select * from {{ ref('customer_identity') }}

),

daily_orders as (

    select
        orders.order_hk,
        cast(orders.ordered_at as date) as order_date,
        customers.customer_uid,
        orders.order_status,
        orders.priority,
        order_values.is_revenue,
        order_values.order_total_eur
    from orders
    left join customers
        on orders.customer_hk = customers.customer_hk
    left join order_values
        on orders.order_hk = order_values.order_hk

),

daily_counts as (

    select
        order_date,
        count(*) as order_count,
        count(distinct customer_uid) as customer_count
        {%- for status in statuses %},
        count(case when order_status = '{{ status }}' then 1 end)
            as {{ status | lower }}_count
        {%- endfor %}
        {%- for priority in priorities %},
        count(case when priority = '{{ priority }}' then 1 end)
            as {{ priority | lower }}_priority_count
        {%- endfor %},
        count(case when is_revenue then 1 end) as revenue_order_count,
        sum(case when is_revenue then order_total_eur end) as revenue_eur
    from daily_orders
    group by order_date

),

date_range as (

    select
        min(order_date) as first_date,
        max(order_date) as last_date
    from daily_counts

),

days_in_range as (

    select days.date_day as order_date
    from days
    inner join date_range
        on
            days.date_day >= date_range.first_date
            and days.date_day <= date_range.last_date

),

daily_metrics as (

    select
        days_in_range.order_date,
        cast(coalesce(daily_counts.order_count, 0) as integer) as order_count,
        cast(coalesce(daily_counts.customer_count, 0) as integer) as customer_count
        {%- for name in statuses + priorities %},
        {%- set column = name | lower ~ ('_priority' if name in priorities else '') ~ '_count' %}
        cast(coalesce(daily_counts.{{ column }}, 0) as integer) as {{ column }}
        {%- endfor %},
        cast(
            {{ divide('daily_counts.delivered_count', 'daily_counts.order_count', 4) }}
            as decimal(9, 4)
        ) as fulfilment_rate,
        cast(
            {{ divide('daily_counts.cancelled_count', 'daily_counts.order_count', 4) }}
            as decimal(9, 4)
        ) as cancellation_rate,
        cast(coalesce(daily_counts.revenue_eur, 0) as decimal(38, 2)) as revenue_eur,
        cast(
            {{ divide('daily_counts.revenue_eur', 'daily_counts.revenue_order_count') }}
            as decimal(38, 2)
        ) as average_order_value_eur
    from days_in_range
    left join daily_counts
        on days_in_range.order_date = daily_counts.order_date

)

select * from daily_metrics
