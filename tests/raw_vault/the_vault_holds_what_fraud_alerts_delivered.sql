-- A satellite that shows another newest value than the feed fraud_alerts gave would falsify every mart on it.
{{ differs_from_feed(
    stage='stg_risk__fraud_alerts',
    satellite='sat_fraud_alert__risk',
    hash_key='fraud_alert_hk',
    hashdiff='fraud_alert_hashdiff',
) }}
