-- Grain: one row per rejected row of the feed snapshot_manifests, with the reason.
{{ quarantine('snapshot_manifests') }}
