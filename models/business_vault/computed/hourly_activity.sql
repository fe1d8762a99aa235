-- Grain: one row per hour in which orders were placed, leads created or opportunities closed.
with

orders as (

    select * from {{ ref('bsat_order_value') }}

),

leads as (

    {{ newest_rows('sat_customer__marketing', 'customer_hk') }}

),

closings as (

    select * from {{ ref('opportunity_stage_history') }}
    where outcome <> 'OPEN'

),

events as (

    select
        ordered_at as occurred_at,
        'ORDER' as event_kind,
        case when is_revenue then order_total_eur end as revenue_eur
    from orders
    union all
    select
        created_at as occurred_at,
        'LEAD' as event_kind,
        null as revenue_eur
    from leads
    union all
    select
        entered_at as occurred_at,
        outcome as event_kind,
        null as revenue_eur
    from closings

),

hourly_counts as (

    select
        {{ dbt.date_trunc('hour', 'occurred_at') }} as activity_hour,
        sum(case when event_kind = 'ORDER' then 1 else 0 end) as order_count,
        coalesce(sum(revenue_eur), 0) as revenue_eur,
        sum(case when event_kind = 'LEAD' then 1 else 0 end) as lead_count,
        sum(case when event_kind = 'WON' then 1 else 0 end) as won_opportunity_count,
        sum(case when event_kind = 'LOST' then 1 else 0 end) as lost_opportunity_count
    from events
    group by {{ dbt.date_trunc('hour', 'occurred_at') }}

)

select * from hourly_counts
