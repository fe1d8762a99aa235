-- Grain: one row per hour of the platform and delivery that changed its metrics.
{{ config(meta={'keeps_corrections': true, 'replaces_by': 'metric_hour'}) }}
{{ automate_dv.ref_table(
    src_pk='metric_hour',
    src_extra_columns=[
        'active_users',
        'page_views',
        'api_calls',
        'response_ms',
        'error_rate',
        'uptime_pct',
        'open_tickets',
        'etl_jobs_running',
    ],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_platform__metrics',
) }}
