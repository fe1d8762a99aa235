-- Grain: one row per rejected row of the feed products, as delivered, with the reason.
{{ quarantine('products') }}
