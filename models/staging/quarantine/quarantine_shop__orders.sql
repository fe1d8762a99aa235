-- Grain: one row per rejected row of the feed orders, as delivered, with the reason.
{{ quarantine('orders') }}
