-- Grain: one row per rejected row of the feed orders, with the reason.
{{ quarantine('orders') }}
