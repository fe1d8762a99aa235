-- Grain: one row per order.
{{ automate_dv.hub(
    src_pk='order_hk',
    src_nk='order_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=hub_sources('orders'),
) }}
