-- Grain: one row per customer uid and span of days in which it had one status and successor.
with

spans as (

    select * from {{ ref('customer_uid_spans') }}

),

described as (

    select
        customer_uid,
        status,
        successor_uid,
        parent_uid,
        status <> 'MERGED' as is_in_use,
        valid_from,
        valid_to,
        valid_to = cast('9999-12-31' as timestamp) as is_current
    from spans

)

select * from described
