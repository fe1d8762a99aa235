-- Grain: one row per shipment.
{{ automate_dv.hub(
    src_pk='shipment_hk',
    src_nk='shipment_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=hub_sources('shipments'),
) }}
