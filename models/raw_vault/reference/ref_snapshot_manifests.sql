-- Grain: one row per file of a full snapshot in a manifest, and load time of the manifest.
{{ automate_dv.ref_table(
    src_pk=['feed', 'snapshot_loaded_at', 'file_name', 'loaded_at'],
    src_extra_columns=[
        'file_count',
        'row_count',
        'column_sums',
        'sha256',
    ],
    src_source='record_source',
    source_model='stg_landing__snapshot_manifests',
) }}
