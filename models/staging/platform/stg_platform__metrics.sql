-- Grain: one row per accepted row of the feed platform_metrics.
with

source as (

    select * from {{ ref('landing_platform_metrics') }}
    where {{ is_pending('platform_metrics') }} and quarantine_reason is null

),

renamed as (

    select
        {{ parse_timestamp('METRIC_HOUR') }} as metric_hour,
        cast({{ parse_decimal('ACTIVE_USERS', 18, 0) }} as integer) as active_users,
        cast({{ parse_decimal('PAGE_VIEWS', 18, 0) }} as integer) as page_views,
        cast({{ parse_decimal('API_CALLS', 18, 0) }} as integer) as api_calls,
        {{ parse_decimal('RESPONSE_MS') }} as response_ms,
        {{ parse_decimal('ERROR_RATE', 9, 6) }} as error_rate,
        {{ parse_decimal('UPTIME_PCT', 9, 4) }} as uptime_pct,
        cast({{ parse_decimal('OPEN_TICKETS', 18, 0) }} as integer) as open_tickets,
        cast({{ parse_decimal('ETL_JOBS_RUNNING', 18, 0) }} as integer) as etl_jobs_running,
        {{ parse_timestamp('METRIC_HOUR') }} as effective_from,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

)

select * from renamed
