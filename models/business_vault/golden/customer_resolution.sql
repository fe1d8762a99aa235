-- Grain: one row per customer record and version of the golden customer that it belongs to today.
-- What every fact reads: whose a record's events are, and which version held at their time.
with

identity as (

    select * from {{ ref('customer_identity') }}

),

versions as (

    select * from {{ ref('golden_customer_versions') }}

),

resolved as (

    select
        identity.customer_hk,
        identity.customer_uid,
        versions.customer_key,
        versions.valid_from,
        versions.valid_to
    from identity
    inner join versions
        on identity.customer_uid = versions.customer_uid

)

select * from resolved
