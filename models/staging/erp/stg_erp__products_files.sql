-- Grain: one row per file or batch (landed_in) of the feed products and load time of its rows.
{{ snapshot_files('products') }}
