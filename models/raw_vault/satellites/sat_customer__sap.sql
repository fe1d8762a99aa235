-- Grain: one row per SAP customer and change of its account data.
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
    is_snapshot=true,
) }}
