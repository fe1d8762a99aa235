-- Grain: one row per product and snapshot at which it came, went or came back.
{{ config(meta={'load_after': ['snapshot_log__products']}) }}
{{ automate_dv.status_sat(
    src_pk='product_hk',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_erp__products_presence',
    src_snapshots='snapshot_log__products',
) }}
