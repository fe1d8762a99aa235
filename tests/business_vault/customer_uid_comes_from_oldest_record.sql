-- Systems that store a customer uid lose it if the uid can change when other records arrive.
with

identity as (

    select * from {{ ref('customer_identity') }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

oldest_records as (

    select
        identity.customer_uid,
        identity.master_customer_hk,
        identity.customer_hk
    from identity
    inner join hub
        on identity.customer_hk = hub.customer_hk
    qualify row_number() over (
        partition by identity.customer_uid
        order by cast(hub.loaded_at as date), hub.customer_hk
    ) = 1

),

wrong_uids as (

    select * from oldest_records
    where customer_hk <> master_customer_hk

)

select * from wrong_uids
