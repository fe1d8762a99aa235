-- Grain: one row per full snapshot of the feed sap_kna1 with a ruling.
{{ config(materialized='view', meta={'load_column': none}) }}
{{ snapshot_rulings('sap_kna1') }}
