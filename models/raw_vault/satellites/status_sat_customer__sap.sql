-- Grain: one row per SAP customer and snapshot at which it came, went or came back.
{{ config(meta={'load_after': ['snapshot_log__sap_kna1']}) }}
{{ automate_dv.status_sat(
    src_pk='customer_hk',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_sap__kna1_presence',
    src_snapshots='snapshot_log__sap_kna1',
) }}
