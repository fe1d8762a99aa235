-- Grain: one row per customer uid and current golden customer that it resolves to.
-- The uid of every record is included, whether or not it was ever used: a different match model may
-- have issued it, and it can only refer to the golden customer of the record.
with recursive

records as (

    select
        *,
        {{ hex_text('customer_hk') }} as record_id
    from {{ ref('customer_identity') }}

),

uid_spans as (

    select * from {{ ref('customer_uid_spans') }}

),

record_uids as (

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
    from uid_spans
    where valid_to = {{ open_end() }}

),

-- Parts that were split off, including parts of parts.
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
    inner join record_uids as holders
        on parts.part_uid = holders.customer_uid
    inner join record_uids as wholes
        on parts.customer_uid = wholes.customer_uid
    where holders.holder_uid <> wholes.holder_uid

),

redirects as (

    select
        customer_uid,
        holder_uid as resolved_uid,
        case when holder_uid = customer_uid then 'SELF' else 'SUCCESSOR' end as relation
    from record_uids
    union all
    select
        customer_uid,
        holder_uid as resolved_uid,
        'PART' as relation
    from holders_of_parts

),

redirects_with_status as (

    select
        redirects.customer_uid,
        coalesce(statuses.status, 'UNUSED') as status,
        cast(statuses.valid_from as date) as status_since,
        redirects.resolved_uid,
        resolved_statuses.status as resolved_status,
        redirects.relation,
        redirects.relation <> 'PART' as is_main
    from redirects
    left join statuses
        on redirects.customer_uid = statuses.customer_uid
    inner join statuses as resolved_statuses
        on redirects.resolved_uid = resolved_statuses.customer_uid

)

select * from redirects_with_status
