-- Grain: one row per identity event of a customer uid.
with

events as (

    select * from {{ ref('customer_uid_events') }}

),

id_changes as (

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

select * from id_changes
