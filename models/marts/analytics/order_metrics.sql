-- Grain: one row per day from the first order to the last: what was ordered, and how it went.
{%- set statuses = known_codes('order_status') %}
{%- set priorities = known_codes('order_priority') %}
with

days as (

    select * from {{ ref('dim_date') }}

),

orders as (

    select * from {{ ref('current_orders') }}

),

values_of_orders as (

    select * from {{ ref('bsat_order_value') }}

),

customers as (

    select * from {{ ref('customer_identity') }}

),

dated as (

    select
        orders.order_hk,
        cast(orders.ordered_at as date) as order_date,
        customers.customer_uid,
        orders.order_status,
        orders.priority,
        values_of_orders.is_revenue,
        values_of_orders.order_total_eur
    from orders
    left join customers
        on orders.customer_hk = customers.customer_hk
    left join values_of_orders
        on orders.order_hk = values_of_orders.order_hk

),

counted as (

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
    from dated
    group by order_date

),

ordering_span as (

    select
        min(order_date) as first_date,
        max(order_date) as last_date
    from counted

),

spanned as (

    select days.date_day as order_date
    from days
    inner join ordering_span
        on
            days.date_day >= ordering_span.first_date
            and days.date_day <= ordering_span.last_date

),

rated as (

    select
        spanned.order_date,
        cast(coalesce(counted.order_count, 0) as integer) as order_count,
        cast(coalesce(counted.customer_count, 0) as integer) as customer_count
        {%- for name in statuses + priorities %},
        {%- set column = name | lower ~ ('_priority' if name in priorities else '') ~ '_count' %}
        cast(coalesce(counted.{{ column }}, 0) as integer) as {{ column }}
        {%- endfor %},
        cast(counted.delivered_count * 1.0 / counted.order_count as decimal(9, 4))
            as fulfilment_rate,
        cast(counted.cancelled_count * 1.0 / counted.order_count as decimal(9, 4))
            as cancellation_rate,
        cast(coalesce(counted.revenue_eur, 0) as decimal(18, 2)) as revenue_eur,
        cast(
            round(counted.revenue_eur / nullif(counted.revenue_order_count, 0), 2)
            as decimal(18, 2)
        ) as average_order_value_eur
    from spanned
    left join counted
        on spanned.order_date = counted.order_date

)

select * from rated
