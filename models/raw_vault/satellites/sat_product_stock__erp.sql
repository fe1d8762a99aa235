-- Grain: one row per product and change of its stock.
{{ automate_dv.sat(
    src_pk='product_hk',
    src_hashdiff='product_stock_hashdiff',
    src_payload=[
        'stock_quantity',
        'reorder_level',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_erp__products',
    is_snapshot=true,
) }}
