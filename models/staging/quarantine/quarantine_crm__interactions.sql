-- Grain: one row per rejected row of the feed interactions, as delivered, with the reason.
{{ quarantine('interactions') }}
