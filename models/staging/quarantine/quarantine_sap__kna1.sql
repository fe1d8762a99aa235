-- Grain: one row per rejected row of the feed sap_kna1, as delivered, with the reason.
{{ quarantine('sap_kna1') }}
