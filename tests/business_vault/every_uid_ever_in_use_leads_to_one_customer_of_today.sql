-- A uid in a letter, a contract or another system that leads nowhere, or to a stranger, is lost.
with

ever_used as (

    select distinct
        customer_uid,
        master_customer_hk
    from {{ ref('customer_memberships') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

resolution as (

    select * from {{ ref('customer_uid_redirects') }}

),

main_resolution as (

    select
        customer_uid,
        max(resolved_uid) as resolved_uid,
        count(*) as row_count
    from resolution
    where relation <> 'PART'
    group by customer_uid

),

lost as (

    select
        ever_used.customer_uid,
        identity.customer_uid as birth_record_in,
        main_resolution.resolved_uid
    from ever_used
    inner join identity
        on ever_used.master_customer_hk = identity.customer_hk
    left join main_resolution
        on ever_used.customer_uid = main_resolution.customer_uid
    where
        main_resolution.row_count is distinct from 1
        or main_resolution.resolved_uid <> identity.customer_uid

)

select * from lost
