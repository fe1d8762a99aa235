-- Grain: one row per delivered hour of platform figures.
{{ landing('platform_metrics') }}
