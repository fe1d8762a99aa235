-- Grain: one row per full snapshot of the feed products with a ruling.
{{ config(materialized='view', meta={'load_column': none}) }}
{{ snapshot_rulings('products') }}
