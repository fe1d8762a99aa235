-- Grain: one row per customer uid and current golden customer that it resolves to.
-- Deprecated name of customer_uid_redirects.
{{ config(materialized='view') }}
with

redirects as (

    select * from {{ ref('customer_uid_redirects') }}

)

select * from redirects
