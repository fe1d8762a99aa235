-- Grain: one row per full snapshot of the feed products that a manifest or steward rules on.
{{ config(materialized='view', meta={'load_column': none}) }}
{{ snapshot_rulings('products') }}
