-- Grain: one row per SAP customer and full snapshot in which it appeared, disappeared or reappeared.
{{ config(meta={
    'load_after': ['snapshot_log__sap_kna1'],
    'replaces_by': 'customer_hk, loaded_at',
}) }}
{{ automate_dv.status_sat(
    src_pk='customer_hk',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_sap__kna1_presence',
    src_snapshots='snapshot_log__sap_kna1',
) }}
