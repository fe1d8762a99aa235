-- If an hour loses or double-counts an order, the live dashboard shows a different revenue from the
-- books.
with

hours as (

    select * from {{ ref('fact_realtime_metrics') }}

),

delivered_leads as (

    {{ newest_rows('stg_marketing__leads', 'customer_hk') }}

),

sales as (

    select
        {{ dbt.date_trunc('hour', 'ordered_at') }} as metric_hour,
        sum(line_total_eur) as revenue_eur
    from {{ ref('fact_sales') }}
    where is_revenue
    group by {{ dbt.date_trunc('hour', 'ordered_at') }}

),

leads as (

    select
        {{ dbt.date_trunc('hour', 'created_at') }} as metric_hour,
        count(*) as lead_count
    from delivered_leads
    group by {{ dbt.date_trunc('hour', 'created_at') }}

),

wrong_hours as (

    select
        hours.metric_hour,
        hours.revenue_eur,
        sales.revenue_eur as sold_eur,
        hours.new_lead_count,
        leads.lead_count
    from hours
    left join sales
        on hours.metric_hour = sales.metric_hour
    left join leads
        on hours.metric_hour = leads.metric_hour
    where
        hours.revenue_eur <> coalesce(sales.revenue_eur, 0)
        or hours.new_lead_count <> coalesce(leads.lead_count, 0)

)

select * from wrong_hours
