-- Grain: one row per customer uid that was merged or retired.
with

uid_spans as (

    select * from {{ ref('customer_uid_spans') }}

),

tombstones as (

    select
        customer_uid,
        status,
        successor_uid,
        cast(valid_from as date) as ended_date
    from uid_spans
    where
        valid_to = {{ open_end() }}
        and status in ('MERGED', 'RETIRED')

)

select * from tombstones
