-- Grain: one row per product and change of its description or price.
{{ automate_dv.sat(
    src_pk='product_hk',
    src_hashdiff='product_hashdiff',
    src_payload=[
        'product_name',
        'category',
        'subcategory',
        'unit_price',
        'cost_price',
        'currency',
        'launch_date',
        'is_active',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_erp__products',
    is_snapshot=true,
) }}
