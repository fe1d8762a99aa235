-- Grain: one row per rejected row of the feed products, with the reason.
{{ quarantine('products') }}
