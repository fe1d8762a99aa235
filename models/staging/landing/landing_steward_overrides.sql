-- Grain: one row per delivered version of a steward override.
{{ landing(
    feed='steward_overrides',
    checks=[
        not_after('valid_to', parse_date('valid_from'), parse_date('valid_to')),
        not_after('decided_at', parse_timestamp('decided_at'), parse_timestamp('_loaded_at')),
    ],
) }}
