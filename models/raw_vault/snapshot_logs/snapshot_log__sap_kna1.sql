-- Grain: one row per full snapshot of the feed sap_kna1.
{{ automate_dv.snapshot_log(
    src_pk='customer_hk',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_sap__kna1_presence',
    src_rulings='stg_sap__kna1_rulings',
    max_lost_share=feed_declaration('sap_kna1').max_lost_share,
) }}
