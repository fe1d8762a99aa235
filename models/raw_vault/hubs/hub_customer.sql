-- Grain: one row per customer record of a source system.
{{ automate_dv.hub(
    src_pk='customer_hk',
    src_nk=['source_system', 'customer_id'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=[
        'stg_sap__kna1',
        'stg_sap__kna1_presence',
        'stg_salesforce__accounts',
        'stg_salesforce__contacts',
        'stg_oracle__customers',
        'stg_shop__orders',
        'stg_support__tickets',
        'stg_marketing__leads',
        'stg_finance__accounts',
        'stg_crm__interactions',
        'stg_salesforce__opportunities',
        'stg_risk__fraud_alerts',
    ],
) }}
