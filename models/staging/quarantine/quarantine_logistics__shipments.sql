-- Grain: one row per rejected row of the feed shipments, as delivered, with the reason.
{{ quarantine('shipments') }}
