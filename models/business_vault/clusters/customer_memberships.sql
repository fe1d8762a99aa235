-- Grain: one row per customer record and span of days in which it belonged to one golden customer.
{{ config(materialized='view', meta={'is_tracked': false}) }}
with

links as (

    select * from {{ ref('sal_customer') }}

),

effectivity as (

    select * from {{ ref('eff_sat_sal_customer') }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

-- A span that has ended has two rows: one for its start, one for its end.
spans as (

    select
        sal_customer_hk,
        effective_from as member_from,
        min(effective_to) as member_to
    from effectivity
    group by sal_customer_hk, effective_from

),

memberships as (

    select
        links.sal_customer_hk,
        links.customer_hk,
        links.master_customer_hk,
        hub.source_system,
        hub.customer_id,
        links.customer_uid,
        spans.member_from,
        spans.member_to
    from spans
    inner join links
        on spans.sal_customer_hk = links.sal_customer_hk
    inner join hub
        on links.customer_hk = hub.customer_hk

)

select * from memberships
