-- Grain: one row per rejected row of the feed opportunities, with the reason.
{{ quarantine('opportunities') }}
