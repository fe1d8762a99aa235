-- Grain: one row per customer uid and period with the same status and successor.
with

uid_spans as (

    select * from {{ ref('customer_uid_spans') }}

),

uid_statuses as (

    select
        customer_uid,
        status,
        successor_uid,
        parent_uid,
        status <> 'MERGED' as is_in_use,
        valid_from,
        valid_to,
        valid_to = {{ open_end() }} as is_current
    from uid_spans

)

select * from uid_statuses
