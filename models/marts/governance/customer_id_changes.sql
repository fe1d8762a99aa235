-- Grain: one row per event that gave records to a golden customer, or ended or renewed its life.
with

events as (

    select * from {{ ref('customer_uid_events') }}

),

described as (

    select
        event_number,
        event_id,
        event_date,
        event_type,
        from_uid,
        to_uid,
        record_count,
        record_ids
    from events

)

select * from described
