-- Grain: one row per order line and change of its quantity or price.
{{ automate_dv.sat(
    src_pk='order_product_hk',
    src_hashdiff='order_product_hashdiff',
    src_payload=[
        'quantity',
        'unit_price',
        'discount',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_shop__order_lines',
) }}
