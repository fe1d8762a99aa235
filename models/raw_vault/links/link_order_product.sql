-- Grain: one row per order, line number and product.
{{ automate_dv.link(
    src_pk='order_product_hk',
    src_fk=['order_hk', 'product_hk'],
    src_extra_columns=['line_number'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_shop__order_lines',
) }}
