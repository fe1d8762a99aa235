-- Grain: one row per rejected row of the feed clickstream, with the reason.
{{ quarantine('clickstream') }}
