-- Grain: one row per delivered state of a deal.
{{ landing('opportunities') }}
