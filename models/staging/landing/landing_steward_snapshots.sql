-- Grain: one row per delivered steward decision about a full snapshot.
{{ landing(
    feed='steward_snapshots',
    checks=[
        known_code('feed', snapshot_feeds()),
        not_after('decided_at', parse_timestamp('decided_at'), parse_timestamp('_loaded_at')),
    ],
) }}
