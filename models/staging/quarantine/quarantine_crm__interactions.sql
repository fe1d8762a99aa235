-- Grain: one row per rejected row of the feed interactions, with the reason.
{{ quarantine('interactions') }}
