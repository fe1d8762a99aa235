-- Grain: one row per delivered hour of platform figures.
{{ landing(
    feed='platform_metrics',
    checks=[
        required_key('METRIC_HOUR', pattern='[0-9: -]+'),
        required_timestamp('METRIC_HOUR'),
        valid_number('ACTIVE_USERS'),
        valid_number('PAGE_VIEWS'),
        valid_number('API_CALLS'),
        valid_number('RESPONSE_MS'),
        valid_number('ERROR_RATE'),
        valid_number('UPTIME_PCT'),
        valid_number('OPEN_TICKETS'),
        valid_number('ETL_JOBS_RUNNING'),
    ],
) }}
