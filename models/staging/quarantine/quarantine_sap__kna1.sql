-- Grain: one row per rejected row of the feed sap_kna1, with the reason.
{{ quarantine('sap_kna1') }}
