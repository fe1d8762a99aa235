-- Grain: one row per product.
{{ automate_dv.hub(
    src_pk='product_hk',
    src_nk='product_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=hub_sources('products'),
) }}
