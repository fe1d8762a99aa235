-- Grain: one row per event in the life of a golden customer, such as a birth, merge or split.
-- All records that move from one customer to another on one day are one event. Its type depends on
-- the birth records among them: a customer ends when its birth record leaves and starts when it
-- arrives.
with

moves as (

    select * from {{ ref('customer_record_moves') }}

),

spans as (

    select * from {{ ref('customer_uid_spans') }}

),

record_flows as (

    select
        moved_at,
        from_uid,
        to_uid,
        max(case when is_birth_record_departed then 1 else 0 end) as births_departed,
        max(case when is_birth_record_arrived then 1 else 0 end) as births_arrived,
        count(*) as record_count,
        {{ dbt.listagg(hex_text('customer_hk'), "' '", 'order by customer_hk') }} as record_ids
    from moves
    group by moved_at, from_uid, to_uid

),

named_flows as (

    select
        moved_at as happened_at,
        case
            when from_uid is null and births_arrived = 1 then 'BORN'
            when from_uid is null then 'JOIN'
            when births_departed = 1 then 'MERGE'
            when births_arrived = 1 then 'SPLIT'
            else 'MOVE'
        end as event_type,
        from_uid,
        to_uid,
        record_count,
        record_ids
    from record_flows

),

status_changes as (

    select
        valid_from as happened_at,
        case when status = 'RETIRED' then 'RETIRE' else 'REACTIVATE' end as event_type,
        case when status = 'RETIRED' then customer_uid end as from_uid,
        case when status <> 'RETIRED' then customer_uid end as to_uid,
        0 as record_count,
        cast(null as varchar) as record_ids
    from spans
    where
        status = 'RETIRED'
        or (status_before = 'RETIRED' and status <> 'MERGED')

),

all_events as (

    select * from named_flows
    union all
    select * from status_changes

),

-- A customer starts before records move to it, and ends after its records have left.
ranked_events as (

    select
        *,
        case event_type
            when 'BORN' then 1
            when 'SPLIT' then 2
            when 'JOIN' then 3
            when 'MOVE' then 4
            when 'MERGE' then 5
            when 'REACTIVATE' then 6
            else 7
        end as type_rank,
        coalesce(from_uid, '') as from_text,
        coalesce(to_uid, '') as to_text
    from all_events

),

numbered_events as (

    select
        {{ surrogate_key(
            [time_text('happened_at'), 'event_type', 'from_text', 'to_text']
        ) }} as event_id,
        cast(
            row_number() over (
                order by happened_at, type_rank, from_text, to_text
            ) as integer
        ) as event_number,
        cast(happened_at as date) as event_date,
        event_type,
        from_uid,
        to_uid,
        cast(record_count as integer) as record_count,
        record_ids
    from ranked_events

)

select * from numbered_events
