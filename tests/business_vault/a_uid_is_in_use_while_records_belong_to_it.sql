-- A lifecycle that disagrees with the memberships of a day calls a living customer dead, or the reverse.
with

spans as (

    select * from {{ ref('customer_uid_spans') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}

),

days as (

    select distinct member_from as shown_at
    from memberships
    union
    select distinct valid_from as shown_at
    from spans

),

in_use as (

    select
        days.shown_at,
        spans.customer_uid
    from days
    inner join spans
        on
            days.shown_at >= spans.valid_from
            and days.shown_at < spans.valid_to
    where spans.status <> 'MERGED'

),

with_records as (

    select distinct
        days.shown_at,
        memberships.customer_uid
    from days
    inner join memberships
        on
            days.shown_at >= memberships.member_from
            and days.shown_at < memberships.member_to

),

differing as (

    select
        coalesce(in_use.shown_at, with_records.shown_at) as shown_at,
        in_use.customer_uid as uid_in_use,
        with_records.customer_uid as uid_with_records
    from in_use
    full outer join with_records
        on
            in_use.shown_at = with_records.shown_at
            and in_use.customer_uid = with_records.customer_uid
    where
        in_use.customer_uid is null
        or with_records.customer_uid is null

)

select * from differing
