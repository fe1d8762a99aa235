-- Sales writes to a contact who has left if the vault keeps a contact that is missing from the
-- latest delivery of its account.
with

delivered as (

    select * from {{ released_rows('stg_salesforce__contacts') }} as staged
    qualify dense_rank() over (
        partition by customer_hk
        order by effective_from desc, loaded_at desc
    ) = 1

),

kept as (

    select * from {{ ref('ma_sat_customer_contact__salesforce') }}
    qualify dense_rank() over (
        partition by customer_hk
        order by effective_from desc, loaded_at desc
    ) = 1

),

compared as (

    select
        coalesce(delivered.customer_hk, kept.customer_hk) as customer_hk,
        coalesce(delivered.contact_id, kept.contact_id) as contact_id
    from delivered
    full outer join kept
        on
            delivered.customer_hk = kept.customer_hk
            and delivered.contact_id is not distinct from kept.contact_id
            and delivered.contact_hashdiff = kept.contact_hashdiff
    where delivered.customer_hk is null or kept.customer_hk is null

),

incomplete as (

    select
        customer_hk,
        contact_id
    from {{ released_rows('stg_salesforce__contacts') }} as staged
    where customer_hk is null or loaded_at is null

),

failing_rows as (

    select * from compared
    union all
    select * from incomplete

)

select * from failing_rows
