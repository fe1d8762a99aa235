-- Nobody can tell why a snapshot counts as complete if a row of its manifest is lost or changed.
{{ rows_differ_from_feed(
    stage='stg_landing__snapshot_manifests',
    stored='ref_snapshot_manifests',
    columns=[
        'feed',
        'snapshot_loaded_at',
        'file_name',
        'loaded_at',
        'file_count',
        'row_count',
        'column_sums',
        'sha256',
    ],
) }}
