-- Grain: one row per rejected row of the feed platform_metrics, with the reason.
{{ quarantine('platform_metrics') }}
