-- Grain: one row per customer record and version of the golden customer that it belongs to today.
-- What every fact reads: whose a record's events are, and which version held at their time.
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

-- Of a link that ended the row of its end is the newest.
current_links as (

    select
        sal_customer_hk,
        effective_from
    from effectivity
    group by sal_customer_hk, effective_from
    having min(effective_to) = cast('9999-12-31' as timestamp)

),

resolved as (

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

select * from resolved
