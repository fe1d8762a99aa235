-- Grain: one row per customer record that is matched anew, because what can be matched changed.
-- After a load of a day that was decided already all of them are.
with

records as (

    select * from {{ ref('matchable_records') }}

),

restated as (

    select count(*) as record_count from {{ ref('pending_customers') }}
    where is_restated

),

changed as (

    select distinct records.record_id
    from records
    cross join restated
    where records.is_pending or restated.record_count > 0

)

select * from changed
