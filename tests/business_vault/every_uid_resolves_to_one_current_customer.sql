-- A letter, a contract or another system has an old uid, and it finds no customer, or several.
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

redirects as (

    select * from {{ ref('customer_uid_redirects') }}

),

main_redirects as (

    select
        customer_uid,
        max(resolved_uid) as resolved_uid,
        count(*) as row_count
    from redirects
    where relation <> 'PART'
    group by customer_uid

),

unresolved_uids as (

    select
        ever_used.customer_uid,
        identity.customer_uid as expected_uid,
        main_redirects.resolved_uid
    from ever_used
    inner join identity
        on ever_used.master_customer_hk = identity.customer_hk
    left join main_redirects
        on ever_used.customer_uid = main_redirects.customer_uid
    where
        main_redirects.row_count is distinct from 1
        or main_redirects.resolved_uid <> identity.customer_uid

)

select * from unresolved_uids
