-- Grain: one row per acceptance of a file, and delivery that changed it.
{{ config(meta={'keeps_corrections': true, 'replaces_by': 'acceptance_id'}) }}
{{ automate_dv.ref_table(
    src_pk='acceptance_id',
    src_extra_columns=[
        'feed',
        'landed_file',
        'accepts',
        'steward',
        'reason',
    ],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_stewardship__accepted_files',
) }}
