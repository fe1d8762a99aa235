-- Grain: one row per rejected row of the feed steward_overrides, as delivered, with the reason.
{{ quarantine('steward_overrides', rows=steward_rows('steward_overrides')) }}
