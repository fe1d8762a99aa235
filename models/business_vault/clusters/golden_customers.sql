-- Grain: one row per golden customer that records belong to or ever did.
{{ config(
    materialized='incremental',
    meta={'refresh_by': 'customer_uid', 'refresh_also': ['changed_golden_customers']},
) }}
with

memberships as (

    select * from {{ ref('customer_memberships') }}

),

described as (

    {{ describe_golden_customers('memberships') }}

),

to_store as (

    select * from described
    where {{ needs_refresh('customer_uid') }}

)

select * from to_store
