-- Grain: one row per golden customer that has, or once had, member records.
{{ config(meta={'refresh_by': 'customer_uid', 'refresh_also': ['changed_golden_customers']}) }}
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

customers_with_digest as (

    {{ describe_golden_customers('memberships') }}

),

customers_to_store as (

    select * from customers_with_digest
    where {{ needs_refresh('customer_uid') }}

)

select * from customers_to_store
