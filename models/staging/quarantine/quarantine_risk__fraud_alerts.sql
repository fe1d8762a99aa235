-- Grain: one row per rejected row of the feed fraud_alerts, with the reason.
{{ quarantine('fraud_alerts') }}
