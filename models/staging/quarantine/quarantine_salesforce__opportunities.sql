-- Grain: one row per rejected row of the feed opportunities, as delivered, with the reason.
{{ quarantine('opportunities') }}
