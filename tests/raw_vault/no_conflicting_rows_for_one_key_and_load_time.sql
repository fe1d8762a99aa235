-- A correction is not in the marts until its file is accepted, if it has the load time of what it
-- corrects.
{{ config(severity='warn') }}
select * from {{ ref('delivery_conflicts') }}
where not is_settled
