-- Grain: one row per rejected row of the feed oracle_customers, with the reason.
{{ quarantine('oracle_customers') }}
