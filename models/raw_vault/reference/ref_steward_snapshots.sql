-- Grain: one row per steward decision about a full snapshot and load time of the decision.
{{ automate_dv.ref_table(
    src_pk=['decision_id', 'loaded_at'],
    src_extra_columns=[
        'feed',
        'snapshot_loaded_at',
        'decision',
        'steward',
        'reason',
        'effective_from',
    ],
    src_source='record_source',
    source_model='stg_stewardship__snapshots',
) }}
