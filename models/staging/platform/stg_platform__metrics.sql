-- Grain: one row per accepted row of the feed platform_metrics.
with

source as (

    select * from {{ ref('landing_platform_metrics') }}
    where {{ is_pending('platform_metrics') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('platform_metrics', 'METRIC_HOUR') }} as metric_hour,
        {{ typed('platform_metrics', 'ACTIVE_USERS') }} as active_users,
        {{ typed('platform_metrics', 'PAGE_VIEWS') }} as page_views,
        {{ typed('platform_metrics', 'API_CALLS') }} as api_calls,
        {{ typed('platform_metrics', 'RESPONSE_MS') }} as response_ms,
        {{ typed('platform_metrics', 'ERROR_RATE') }} as error_rate,
        {{ typed('platform_metrics', 'UPTIME_PCT') }} as uptime_pct,
        {{ typed('platform_metrics', 'OPEN_TICKETS') }} as open_tickets,
        {{ typed('platform_metrics', 'ETL_JOBS_RUNNING') }} as etl_jobs_running,
        {{ typed('platform_metrics', 'METRIC_HOUR') }} as effective_from,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

flagged as (

    {{ flag_conflicts('renamed', 'platform_metrics') }}

)

select * from flagged
