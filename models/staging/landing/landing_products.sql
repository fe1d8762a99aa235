-- Grain: one row per delivered row of the product catalogue.
{{ landing('products') }}
