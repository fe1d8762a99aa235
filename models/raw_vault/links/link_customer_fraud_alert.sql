-- Grain: one row per customer record and fraud alert that names it.
{{ automate_dv.link(
    src_pk='customer_fraud_alert_hk',
    src_fk=['customer_hk', 'fraud_alert_hk'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_risk__fraud_alerts',
) }}
