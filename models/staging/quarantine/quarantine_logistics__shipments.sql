-- Grain: one row per rejected row of the feed shipments, with the reason.
{{ quarantine('shipments') }}
