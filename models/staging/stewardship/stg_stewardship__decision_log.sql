-- Grain: one row per delivered row of the steward decision log.
-- The rows are kept here as text, because a source may load the records in them later.
{{ config(materialized='incremental', meta={'load_column': '_landed_in'}) }}
select * from {{ ref('landing_steward_decisions') }}
where {{ is_pending('steward_decisions') }}
