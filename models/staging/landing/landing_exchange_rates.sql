-- Grain: one row per delivered exchange rate.
{{ landing('exchange_rates') }}
