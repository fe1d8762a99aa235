-- Grain: one row per interaction with a customer.
{{ automate_dv.hub(
    src_pk='interaction_hk',
    src_nk='interaction_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=hub_sources('interactions'),
) }}
