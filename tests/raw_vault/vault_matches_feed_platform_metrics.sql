-- Marts show wrong figures if ref_platform_metrics lost or changed a row of the feed
-- platform_metrics.
{{ rows_differ_from_feed(
    stage='stg_platform__metrics',
    stored='ref_platform_metrics',
    columns=[
        'metric_hour',
        'active_users',
        'page_views',
        'api_calls',
        'response_ms',
        'error_rate',
        'uptime_pct',
        'open_tickets',
        'etl_jobs_running',
    ],
) }}
