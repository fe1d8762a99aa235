-- Grain: one row per customer uid and span of days in which it had one status and successor.
-- A uid follows its birth record: while that record belongs to another customer, the uid is merged.
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

-- The start of a uid: with a new record, or by a split from another customer.
births as (

    select
        customer_hk,
        to_uid as customer_uid,
        from_uid as parent_uid,
        moved_at as born_at
    from moves
    where is_birth_record_arrived
    qualify row_number() over (
        partition by customer_hk
        order by moved_at
    ) = 1

),

birth_record_memberships as (

    select
        births.customer_uid,
        births.parent_uid,
        memberships.customer_uid as holder_uid,
        memberships.member_from as held_from,
        memberships.member_to as held_to
    from births
    inner join memberships
        on
            births.customer_hk = memberships.customer_hk
            and births.born_at <= memberships.member_from

),

active_spans as (

    select
        birth_record_memberships.customer_uid,
        birth_record_memberships.parent_uid,
        case
            when live_records.live_record_count = 0 then 'RETIRED'
            when birth_record_memberships.parent_uid is not null then 'SPLIT'
            else 'ACTIVE'
        end as status,
        cast(null as varchar) as successor_uid,
        greatest(birth_record_memberships.held_from, live_records.counted_from) as valid_from
    from birth_record_memberships
    inner join live_records
        on
            birth_record_memberships.customer_uid = live_records.customer_uid
            and birth_record_memberships.held_from < live_records.counted_to
            and birth_record_memberships.held_to > live_records.counted_from
    where birth_record_memberships.holder_uid = birth_record_memberships.customer_uid

),

merged_spans as (

    select
        customer_uid,
        parent_uid,
        'MERGED' as status,
        holder_uid as successor_uid,
        held_from as valid_from
    from birth_record_memberships
    where holder_uid <> customer_uid

),

all_spans as (

    select * from active_spans
    union all
    select * from merged_spans

),

with_previous_status as (

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
    from all_spans

),

status_changes as (

    select * from with_previous_status
    where
        status is distinct from status_before
        or successor_uid is distinct from successor_before

),

status_spans as (

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
            {{ open_end() }}
        ) as valid_to
    from status_changes

)

select * from status_spans
