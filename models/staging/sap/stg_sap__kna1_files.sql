-- Grain: one row per file or batch (landed_in) of the feed sap_kna1 and load time of its rows.
{{ snapshot_files('sap_kna1') }}
