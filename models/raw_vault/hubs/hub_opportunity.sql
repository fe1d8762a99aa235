-- Grain: one row per opportunity.
{{ automate_dv.hub(
    src_pk='opportunity_hk',
    src_nk='opportunity_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=hub_sources('opportunities'),
) }}
