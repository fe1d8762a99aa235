-- Grain: one row per shipment and its order.
{{ automate_dv.link(
    src_pk='order_shipment_hk',
    src_fk=['order_hk', 'shipment_hk'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_logistics__shipments',
) }}
