-- Grain: one row per row of the log of stewards' decisions, as it landed.
-- It waits here until the records that it names are known, if they were by the time of the row.
select * from {{ ref('landing_steward_decisions') }}
where {{ is_pending('steward_decisions') }}
