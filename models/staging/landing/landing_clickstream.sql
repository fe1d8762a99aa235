-- Grain: one row per delivered web event.
{{ landing('clickstream') }}
