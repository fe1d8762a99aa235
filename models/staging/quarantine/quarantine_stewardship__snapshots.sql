-- Grain: one row per rejected row of the feed steward_snapshots, with the reason.
{{ quarantine('steward_snapshots') }}
