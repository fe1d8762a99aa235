-- Grain: one row per rejected row of the feed steward_decisions, as delivered, with the reason.
{{ quarantine('steward_decisions', rows=steward_rows('steward_decisions', ['_l', '_r'])) }}
