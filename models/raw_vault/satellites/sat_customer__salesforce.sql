-- Grain: one row per Salesforce account and change of its account data.
{{ automate_dv.sat(
    src_pk='customer_hk',
    src_hashdiff='customer_hashdiff',
    src_payload=[
        'industry',
        'annual_revenue',
        'employee_count',
        'created_at',
        'is_flagged_deleted',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_salesforce__accounts',
) }}
