-- Grain: one row per delivered state of an opportunity.
{{ landing('opportunities') }}
