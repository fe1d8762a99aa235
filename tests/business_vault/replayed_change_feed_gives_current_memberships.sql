-- A consumer that applied every event must end up with the same customers as we have.
with

events as (

    select * from {{ ref('customer_uid_events') }}
    where record_ids is not null

),

record_lists as (

    select distinct record_ids from events

),

listed as (

    {{ split_words('record_lists', 'record_ids') }}

),

replayed as (

    select
        listed.word as record_id,
        events.to_uid
    from listed
    inner join events
        on listed.value = events.record_ids
    qualify row_number() over (
        partition by listed.word
        order by events.event_number desc
    ) = 1

),

identity as (

    select
        {{ hex_text('customer_hk') }} as record_id,
        customer_uid
    from {{ ref('customer_identity') }}

),

differences as (

    select
        coalesce(identity.record_id, replayed.record_id) as record_id,
        identity.customer_uid,
        replayed.to_uid
    from identity
    full outer join replayed
        on identity.record_id = replayed.record_id
    where identity.customer_uid is distinct from replayed.to_uid

)

select * from differences
