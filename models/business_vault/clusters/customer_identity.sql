-- Grain: one row per customer record, with its current golden customer.
{{ config(materialized='view', meta={'is_tracked': false}) }}
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

current_memberships as (

    select
        customer_hk,
        source_system,
        customer_id,
        master_customer_hk,
        customer_uid,
        member_from
    from memberships
    where member_to = {{ open_end() }}

)

select * from current_memberships
