-- Grain: one row per fraud alert and finance transaction in it.
{{ automate_dv.link(
    src_pk='transaction_fraud_alert_hk',
    src_fk=['transaction_hk', 'fraud_alert_hk'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_risk__fraud_alerts',
) }}
