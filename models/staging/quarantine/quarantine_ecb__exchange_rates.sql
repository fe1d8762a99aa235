-- Grain: one row per rejected row of the feed exchange_rates, with the reason.
{{ quarantine('exchange_rates') }}
