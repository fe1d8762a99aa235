-- Grain: one row per order and change of its state.
{{ automate_dv.sat(
    src_pk='order_hk',
    src_hashdiff='order_hashdiff',
    src_payload=[
        'source_system',
        'customer_id',
        'ordered_at',
        'order_status',
        'payment_method',
        'priority',
        'region',
        'currency',
        'sales_rep_id',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_shop__orders',
) }}
