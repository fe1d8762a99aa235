-- Grain: one row per rejected row of the feed oracle_customers, as delivered, with the reason.
{{ quarantine('oracle_customers') }}
