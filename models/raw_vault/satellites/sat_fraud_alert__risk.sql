-- Grain: one row per fraud alert and change of its state.
{{ automate_dv.sat(
    src_pk='fraud_alert_hk',
    src_hashdiff='fraud_alert_hashdiff',
    src_payload=[
        'fraud_type',
        'severity',
        'risk_score',
        'flagged_amount',
        'currency',
        'alert_status',
        'detection_method',
        'team',
        'resolution_hours',
        'financial_impact',
        'alert_source',
        'detected_at',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_risk__fraud_alerts',
) }}
