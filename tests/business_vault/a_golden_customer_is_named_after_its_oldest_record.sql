-- An id that follows anything but the birth record moves when other data arrives.
with

identity as (

    select * from {{ ref('customer_identity') }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

births as (

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

misnamed as (

    select * from births
    where customer_hk <> master_customer_hk

)

select * from misnamed
