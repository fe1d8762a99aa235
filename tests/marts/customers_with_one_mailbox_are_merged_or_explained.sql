-- A person gets a campaign twice if two golden customers share an e-mail address. That is accepted
-- only while the pair is in the review queue, or a steward or a guard keeps it apart.
with

customers as (

    select
        customer_uid,
        full_name,
        email
    from {{ ref('dim_customer') }}
    where
        is_current
        and email is not null

),

generic_emails as (

    select value as email from {{ ref('generic_values') }}
    where field = 'email'

),

shared_mailboxes as (

    select
        lefts.customer_uid as customer_uid_l,
        rights.customer_uid as customer_uid_r,
        lefts.email,
        lefts.full_name as full_name_l,
        rights.full_name as full_name_r
    from customers as lefts
    inner join customers as rights
        on
            lefts.email = rights.email
            and lefts.customer_uid < rights.customer_uid
    left join generic_emails
        on lefts.email = generic_emails.email
    where generic_emails.email is null

),

explained_pairs as (

    select distinct
        least(customer_uid_l, customer_uid_r) as customer_uid_l,
        greatest(customer_uid_l, customer_uid_r) as customer_uid_r
    from {{ ref('mdm_match_pairs') }}
    where
        customer_uid_l <> customer_uid_r
        and (
            decision = 'OPEN'
            or guard_code is not null
            or decided_by like 'steward %'
        )

),

unexplained_mailboxes as (

    select shared_mailboxes.*
    from shared_mailboxes
    left join explained_pairs
        on
            shared_mailboxes.customer_uid_l = explained_pairs.customer_uid_l
            and shared_mailboxes.customer_uid_r = explained_pairs.customer_uid_r
    where explained_pairs.customer_uid_l is null

)

select * from unexplained_mailboxes
