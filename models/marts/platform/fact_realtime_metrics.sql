-- Grain: one row per hour.
with

platform_hours as (

    {{ newest_rows('ref_platform_metrics', 'metric_hour') }}

),

activity as (

    select * from {{ ref('hourly_activity') }}

),

deal_states as (

    select * from {{ ref('opportunity_states') }}
    where outcome = 'OPEN'

),

alerts as (

    select * from {{ ref('current_fraud_alerts') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

load_counts as (

    select * from {{ ref('load_counts') }}

),

hours as (

    select
        *,
        {{ dbt.dateadd('hour', 1, 'metric_hour') }} as ends_at
    from platform_hours

),

-- Deals open at the end of the hour, at the rate of the day.
pipelines as (

    select
        hours.metric_hour,
        count(*) as deal_count,
        sum({{ to_euro('deal_states.amount', 'rates.units_per_euro') }}) as amount_eur
    from hours
    inner join deal_states
        on
            hours.ends_at > deal_states.valid_from
            and hours.ends_at <= deal_states.valid_to
    left join rates
        on
            deal_states.currency = rates.currency
            and cast(hours.metric_hour as date) >= rates.valid_from
            and cast(hours.metric_hour as date) < rates.valid_to
    group by hours.metric_hour

),

open_alerts as (

    select
        hours.metric_hour,
        count(*) as alert_count
    from hours
    inner join alerts
        on
            hours.ends_at > alerts.detected_at
            and hours.ends_at <= coalesce(alerts.resolved_at, {{ open_end() }})
    group by hours.metric_hour

),

-- Feeds are delivered once a day, so the data quality of an hour covers the preceding 24 hours. A
-- row that was delivered again counts once.
deliveries as (

    select
        hours.metric_hour,
        sum(load_counts.landed - load_counts.repeated) as landed,
        sum(load_counts.landed - load_counts.repeated - load_counts.quarantined) as passed
    from hours
    inner join load_counts
        on
            hours.ends_at > load_counts.delivered_at
            and {{ dbt.dateadd('hour', -24, 'hours.ends_at') }} <= load_counts.delivered_at
    group by hours.metric_hour

),

hourly_metrics as (

    select
        hours.metric_hour,
        cast(hours.metric_hour as date) as metric_date,
        hours.active_users,
        hours.page_views,
        hours.api_calls,
        hours.response_ms,
        hours.error_rate,
        hours.uptime_pct,
        hours.open_tickets,
        hours.etl_jobs_running,
        cast(coalesce(activity.order_count, 0) as integer) as order_count,
        cast(coalesce(activity.revenue_eur, 0) as decimal(38, 2)) as revenue_eur,
        cast(coalesce(activity.lead_count, 0) as integer) as new_lead_count,
        cast(coalesce(activity.won_opportunity_count, 0) as integer) as won_deal_count,
        cast(coalesce(activity.lost_opportunity_count, 0) as integer) as lost_deal_count,
        cast(coalesce(pipelines.deal_count, 0) as integer) as open_deal_count,
        cast(coalesce(pipelines.amount_eur, 0) as decimal(38, 2)) as open_pipeline_eur,
        cast(coalesce(open_alerts.alert_count, 0) as integer) as open_alert_count,
        cast(
            {{ divide('100 * deliveries.passed', 'deliveries.landed') }} as decimal(9, 2)
        ) as data_quality_pass_pct
    from hours
    left join activity
        on hours.metric_hour = activity.activity_hour
    left join pipelines
        on hours.metric_hour = pipelines.metric_hour
    left join open_alerts
        on hours.metric_hour = open_alerts.metric_hour
    left join deliveries
        on hours.metric_hour = deliveries.metric_hour

)

select * from hourly_metrics
