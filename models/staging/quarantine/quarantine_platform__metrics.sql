-- Grain: one row per rejected row of the feed platform_metrics, as delivered, with the reason.
{{ quarantine('platform_metrics') }}
