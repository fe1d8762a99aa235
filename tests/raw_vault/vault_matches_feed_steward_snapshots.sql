-- Customers stay after a purge, or a broken extract deletes them, if a decision on a snapshot is lost or
-- changed.
{{ rows_differ_from_feed(
    stage='stg_stewardship__snapshots',
    stored='ref_steward_snapshots',
    columns=[
        'decision_id',
        'loaded_at',
        'feed',
        'snapshot_loaded_at',
        'decision',
        'steward',
        'reason',
        'effective_from',
    ],
) }}
