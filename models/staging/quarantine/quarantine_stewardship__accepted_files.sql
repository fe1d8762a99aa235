-- Grain: one row per rejected row of the feed accepted_files, with the reason.
{{ quarantine('accepted_files') }}
