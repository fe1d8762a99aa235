-- Grain: one row per order.
{{ automate_dv.hub(
    src_pk='order_hk',
    src_nk='order_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=[
        'stg_shop__orders',
        'stg_shop__order_lines',
        'stg_logistics__shipments',
        'stg_risk__fraud_alerts',
    ],
) }}
