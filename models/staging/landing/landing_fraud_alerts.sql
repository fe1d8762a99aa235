-- Grain: one row per delivered state of a fraud alert.
{{ landing('fraud_alerts') }}
