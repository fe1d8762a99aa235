-- Grain: one row per delivered state of an order line.
{{ landing('order_lines') }}
