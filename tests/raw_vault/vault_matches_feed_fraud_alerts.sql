-- Marts show wrong values if a satellite's latest rows differ from the feed fraud_alerts.
{{ differs_from_feed(
    stage='stg_risk__fraud_alerts',
    satellite='sat_fraud_alert__risk',
    hash_key='fraud_alert_hk',
    hashdiff='fraud_alert_hashdiff',
) }}
