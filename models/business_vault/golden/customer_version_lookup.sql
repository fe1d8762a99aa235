-- Grain: one row per customer record and version of its current golden customer.
-- Facts join it to find the golden customer of a record and the version at the time of the event.
{{ config(materialized='view', meta={'is_tracked': false}) }}
with

links as (

    select * from {{ ref('sal_customer') }}

),

effectivity as (

    select * from {{ ref('eff_sat_sal_customer') }}

),

versions as (

    select * from {{ ref('golden_customer_versions') }}

),

-- A link that has ended has a second row with its end date.
current_links as (

    select
        sal_customer_hk,
        effective_from
    from effectivity
    group by sal_customer_hk, effective_from
    having min(effective_to) = {{ open_end() }}

),

customer_versions as (

    select
        links.customer_hk,
        links.customer_uid,
        versions.customer_key,
        versions.valid_from,
        versions.valid_to
    from current_links
    inner join links
        on current_links.sal_customer_hk = links.sal_customer_hk
    inner join versions
        on links.customer_uid = versions.customer_uid

)

select * from customer_versions
