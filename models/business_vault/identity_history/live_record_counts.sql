-- Grain: one row per golden customer and span of days with the same number of live records.
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

deleted_record_spans as (

    select * from {{ ref('deleted_record_spans') }}

),

deleted_members as (

    select
        memberships.customer_uid,
        greatest(memberships.member_from, deleted_record_spans.deleted_from) as deleted_from,
        least(memberships.member_to, deleted_record_spans.deleted_to) as deleted_to
    from memberships
    inner join deleted_record_spans
        on
            memberships.customer_hk = deleted_record_spans.customer_hk
            and memberships.member_from < deleted_record_spans.deleted_to
            and memberships.member_to > deleted_record_spans.deleted_from

),

steps as (

    select
        customer_uid,
        member_from as step_at,
        1 as records,
        1 as live_records
    from memberships
    union all
    select
        customer_uid,
        member_to as step_at,
        -1 as records,
        -1 as live_records
    from memberships
    union all
    select
        customer_uid,
        deleted_from as step_at,
        0 as records,
        -1 as live_records
    from deleted_members
    union all
    select
        customer_uid,
        deleted_to as step_at,
        0 as records,
        1 as live_records
    from deleted_members

),

net_steps as (

    select
        customer_uid,
        step_at,
        sum(records) as records,
        sum(live_records) as live_records
    from steps
    where step_at < {{ open_end() }}
    group by customer_uid, step_at

),

running_counts as (

    select
        customer_uid,
        sum(records) over (
            partition by customer_uid
            order by step_at
            rows between unbounded preceding and current row
        ) as record_count,
        sum(live_records) over (
            partition by customer_uid
            order by step_at
            rows between unbounded preceding and current row
        ) as live_record_count,
        step_at as counted_from,
        coalesce(
            lead(step_at) over (
                partition by customer_uid
                order by step_at
            ),
            {{ open_end() }}
        ) as counted_to
    from net_steps

),

typed_counts as (

    select
        customer_uid,
        cast(record_count as integer) as record_count,
        cast(live_record_count as integer) as live_record_count,
        counted_from,
        counted_to
    from running_counts
    -- While a customer is merged it has no records, and no row.
    where record_count > 0

)

select * from typed_counts
