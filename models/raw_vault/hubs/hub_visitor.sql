-- Grain: one row per web visitor.
{{ automate_dv.hub(
    src_pk='visitor_hk',
    src_nk='visitor_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_web__clickstream',
) }}
