-- Grain: one row per customer uid that is in use no more, merged or retired.
with

spans as (

    select * from {{ ref('customer_uid_spans') }}

),

ended as (

    select
        customer_uid,
        status,
        successor_uid,
        cast(valid_from as date) as ended_date
    from spans
    where
        valid_to = cast('9999-12-31' as timestamp)
        and status in ('MERGED', 'RETIRED')

)

select * from ended
