-- Grain: one row per rejected row of the feed fraud_alerts, as delivered, with the reason.
{{ quarantine('fraud_alerts') }}
