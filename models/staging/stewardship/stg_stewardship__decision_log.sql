-- Grain: one row per delivered row of the steward decision log.
-- All rows are kept, because a source may deliver the records in a rejected row later.
{{ config(materialized='incremental', meta={'load_column': '_landed_in'}) }}
select * from {{ ref('landing_steward_decisions') }}
where {{ is_pending('steward_decisions') }}
