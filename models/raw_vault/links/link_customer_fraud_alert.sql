-- Grain: one row per fraud alert and customer record in it.
{{ automate_dv.link(
    src_pk='customer_fraud_alert_hk',
    src_fk=['customer_hk', 'fraud_alert_hk'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_risk__fraud_alerts',
) }}
