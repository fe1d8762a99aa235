-- Grain: one row per SAP customer and change of its account data.
{{ config(meta={'load_after': ['status_sat_customer__sap']}) }}
{{ automate_dv.sat(
    src_pk='customer_hk',
    src_hashdiff='customer_hashdiff',
    src_payload=[
        'industry',
        'account_group',
        'created_date',
        'is_flagged_deleted',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_sap__kna1',
    src_status='status_sat_customer__sap',
    src_snapshots='snapshot_log__sap_kna1',
) }}
