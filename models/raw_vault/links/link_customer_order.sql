-- Grain: one row per order and customer record that it belongs or once belonged to.
{{ automate_dv.link(
    src_pk='customer_order_hk',
    src_fk=['customer_hk', 'order_hk'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_shop__orders',
) }}
