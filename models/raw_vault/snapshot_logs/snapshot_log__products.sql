-- Grain: one row per full snapshot of the feed products.
{{ automate_dv.snapshot_log(
    src_pk='product_hk',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_erp__products_presence',
    src_rulings='stg_erp__products_rulings',
    max_lost_share=feed_declaration('products').max_lost_share,
) }}
