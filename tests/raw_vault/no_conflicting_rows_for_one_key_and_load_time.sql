-- A correction with the same load time as the corrected row is not in the marts until its file is
-- accepted.
{{ config(severity='warn') }}
select * from {{ ref('delivery_conflicts') }}
where not is_resolved
