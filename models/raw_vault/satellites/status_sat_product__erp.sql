-- Grain: one row per product and full snapshot in which it appeared, disappeared or reappeared.
{{ config(meta={
    'load_after': ['snapshot_log__products'],
    'replaces_by': 'product_hk, loaded_at',
}) }}
{{ automate_dv.status_sat(
    src_pk='product_hk',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_erp__products_presence',
    src_snapshots='snapshot_log__products',
) }}
