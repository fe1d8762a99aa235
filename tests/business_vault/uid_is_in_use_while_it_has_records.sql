-- Consumers would drop a customer that still has records, or keep a merged one, if the lifecycle
-- disagreed with the memberships.
with

spans as (

    select * from {{ ref('customer_uid_spans') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}

),

days as (

    select distinct member_from as checked_at
    from memberships
    union
    select distinct valid_from as checked_at
    from spans

),

in_use as (

    select
        days.checked_at,
        spans.customer_uid
    from days
    inner join spans
        on
            days.checked_at >= spans.valid_from
            and days.checked_at < spans.valid_to
    where spans.status <> 'MERGED'

),

with_records as (

    select distinct
        days.checked_at,
        memberships.customer_uid
    from days
    inner join memberships
        on
            days.checked_at >= memberships.member_from
            and days.checked_at < memberships.member_to

),

differences as (

    select
        coalesce(in_use.checked_at, with_records.checked_at) as checked_at,
        in_use.customer_uid as uid_in_use,
        with_records.customer_uid as uid_with_records
    from in_use
    full outer join with_records
        on
            in_use.checked_at = with_records.checked_at
            and in_use.customer_uid = with_records.customer_uid
    where
        in_use.customer_uid is null
        or with_records.customer_uid is null

)

select * from differences
