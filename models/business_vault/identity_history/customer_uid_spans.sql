-- Grain: one row per customer uid and span of days in which it had one status and successor.
-- A uid is what becomes of its birth record: while that belongs to another customer, so does the uid.
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

moves as (

    select * from {{ ref('customer_record_moves') }}

),

live_records as (

    select * from {{ ref('live_record_counts') }}

),

-- The first day of a uid says how it was born: with a new record, or split from another customer.
born as (

    select
        customer_hk,
        to_uid as customer_uid,
        from_uid as parent_uid,
        moved_at as born_at
    from moves
    where is_birth_record_come
    qualify row_number() over (
        partition by customer_hk
        order by moved_at
    ) = 1

),

held as (

    select
        born.customer_uid,
        born.parent_uid,
        memberships.customer_uid as holder_uid,
        memberships.member_from as held_from,
        memberships.member_to as held_to
    from born
    inner join memberships
        on
            born.customer_hk = memberships.customer_hk
            and born.born_at <= memberships.member_from

),

living as (

    select
        held.customer_uid,
        held.parent_uid,
        case
            when live_records.live_record_count = 0 then 'RETIRED'
            when held.parent_uid is not null then 'SPLIT'
            else 'ACTIVE'
        end as status,
        cast(null as varchar) as successor_uid,
        greatest(held.held_from, live_records.counted_from) as valid_from
    from held
    inner join live_records
        on
            held.customer_uid = live_records.customer_uid
            and held.held_from < live_records.counted_to
            and held.held_to > live_records.counted_from
    where held.holder_uid = held.customer_uid

),

merged as (

    select
        customer_uid,
        parent_uid,
        'MERGED' as status,
        holder_uid as successor_uid,
        held_from as valid_from
    from held
    where holder_uid <> customer_uid

),

gathered as (

    select * from living
    union all
    select * from merged

),

compared as (

    select
        *,
        lag(status) over (
            partition by customer_uid
            order by valid_from
        ) as status_before,
        lag(successor_uid) over (
            partition by customer_uid
            order by valid_from
        ) as successor_before
    from gathered

),

changed as (

    select * from compared
    where
        status is distinct from status_before
        or successor_uid is distinct from successor_before

),

spanned as (

    select
        customer_uid,
        status,
        successor_uid,
        parent_uid,
        status_before,
        valid_from,
        coalesce(
            lead(valid_from) over (
                partition by customer_uid
                order by valid_from
            ),
            cast('9999-12-31' as timestamp)
        ) as valid_to
    from changed

)

select * from spanned
