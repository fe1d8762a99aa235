-- Grain: one row per rejected row of the feed clickstream, as delivered, with the reason.
{{ quarantine('clickstream') }}
