-- Grain: one row per customer uid and golden customer of today that holds what it once meant.
with

resolution as (

    select * from {{ ref('customer_uid_resolution') }}

),

described as (

    select
        customer_uid,
        status,
        status_since,
        resolved_uid,
        resolved_status,
        relation,
        relation <> 'PART' as is_main
    from resolution

)

select * from described
