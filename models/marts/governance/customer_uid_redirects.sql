-- Grain: one row per customer uid and current golden customer that it leads to.
-- Each record's own uid is resolved, used or not: under another match model it may have been handed
-- out, and it can only ever mean the customer that its birth record belongs to.
with recursive

records as (

    select
        *,
        {{ hex_text('customer_hk') }} as record_id
    from {{ ref('customer_identity') }}

),

spans as (

    select * from {{ ref('customer_uid_spans') }}

),

held as (

    select
        {{ customer_uid('record_id') }} as customer_uid,
        customer_uid as holder_uid
    from records

),

statuses as (

    select
        customer_uid,
        status,
        parent_uid,
        valid_from
    from spans
    where valid_to = cast('9999-12-31' as timestamp)

),

-- Parts that were split off, the parts of those, and so on.
parts as (

    select
        parent_uid as customer_uid,
        customer_uid as part_uid
    from statuses
    where parent_uid is not null
    union all
    select
        parts.customer_uid,
        statuses.customer_uid as part_uid
    from parts
    inner join statuses
        on parts.part_uid = statuses.parent_uid

),

holders_of_parts as (

    select distinct
        parts.customer_uid,
        holders.holder_uid
    from parts
    inner join held as holders
        on parts.part_uid = holders.customer_uid
    inner join held as wholes
        on parts.customer_uid = wholes.customer_uid
    where holders.holder_uid <> wholes.holder_uid

),

resolved as (

    select
        customer_uid,
        holder_uid as resolved_uid,
        case when holder_uid = customer_uid then 'SELF' else 'SUCCESSOR' end as relation
    from held
    union all
    select
        customer_uid,
        holder_uid as resolved_uid,
        'PART' as relation
    from holders_of_parts

),

described as (

    select
        resolved.customer_uid,
        coalesce(statuses.status, 'UNUSED') as status,
        cast(statuses.valid_from as date) as status_since,
        resolved.resolved_uid,
        resolved_statuses.status as resolved_status,
        resolved.relation,
        resolved.relation <> 'PART' as is_main
    from resolved
    left join statuses
        on resolved.customer_uid = statuses.customer_uid
    inner join statuses as resolved_statuses
        on resolved.resolved_uid = resolved_statuses.customer_uid

)

select * from described
