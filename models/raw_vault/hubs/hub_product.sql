-- Grain: one row per product.
{{ automate_dv.hub(
    src_pk='product_hk',
    src_nk='product_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=[
        'stg_erp__products',
        'stg_erp__products_presence',
        'stg_shop__order_lines',
    ],
) }}
