-- Grain: one row per steward override and change of it.
{{ automate_dv.sat(
    src_pk='customer_override_hk',
    src_hashdiff='customer_override_hashdiff',
    src_payload=[
        'attribute',
        'attribute_value',
        'valid_from',
        'valid_to',
        'steward',
        'reason',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_stewardship__overrides',
) }}
