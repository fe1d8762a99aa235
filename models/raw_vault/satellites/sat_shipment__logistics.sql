-- Grain: one row per shipment and change of its state.
{{ automate_dv.sat(
    src_pk='shipment_hk',
    src_hashdiff='shipment_hashdiff',
    src_payload=[
        'order_id',
        'carrier',
        'shipped_at',
        'estimated_delivery_date',
        'delivered_at',
        'shipment_status',
        'shipping_cost',
        'currency',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_logistics__shipments',
) }}
