-- Grain: one row per customer record and steward override.
{{ automate_dv.link(
    src_pk='customer_override_hk',
    src_fk=['customer_hk'],
    src_extra_columns=['override_id'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_stewardship__overrides',
) }}
