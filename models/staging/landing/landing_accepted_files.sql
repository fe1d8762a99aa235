-- Grain: one row per delivered acceptance of a file with contradicting rows.
{{ landing(
    feed='accepted_files',
    checks=[
        not_after('accepted_at', parse_timestamp('accepted_at'), parse_timestamp('_loaded_at')),
    ],
) }}
