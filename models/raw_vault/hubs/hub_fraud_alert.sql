-- Grain: one row per fraud alert.
{{ automate_dv.hub(
    src_pk='fraud_alert_hk',
    src_nk='fraud_alert_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=hub_sources('fraud_alerts'),
) }}
