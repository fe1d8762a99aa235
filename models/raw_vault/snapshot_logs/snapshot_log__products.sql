-- Grain: one row per full snapshot of the feed products.
{{ automate_dv.snapshot_log(
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_erp__products_presence',
) }}
