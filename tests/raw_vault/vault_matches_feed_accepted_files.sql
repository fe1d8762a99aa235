-- Nobody can tell who accepted a file, and why, if an acceptance is lost or changed.
{{ rows_differ_from_feed(
    stage='stg_stewardship__accepted_files',
    stored='ref_accepted_files',
    columns=[
        'acceptance_id',
        'feed',
        'landed_file',
        'accepts',
        'steward',
        'reason',
    ],
) }}
