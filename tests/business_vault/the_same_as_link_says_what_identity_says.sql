-- A same-as link that disagrees with the identity of today sends analysts to the wrong customer.
with

newest_spans as (

    select * from {{ ref('eff_sat_sal_customer') }}
    qualify row_number() over (
        partition by customer_hk
        order by loaded_at desc, effective_from desc
    ) = 1

),

links as (

    select * from {{ ref('sal_customer') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

said as (

    select
        links.customer_hk,
        links.master_customer_hk
    from links
    inner join newest_spans
        on links.sal_customer_hk = newest_spans.sal_customer_hk
    where newest_spans.effective_to = cast('9999-12-31' as timestamp)

),

disagreeing as (

    select
        identity.customer_hk,
        identity.master_customer_hk,
        said.master_customer_hk as said_master_customer_hk
    from identity
    left join said
        on identity.customer_hk = said.customer_hk
    where said.master_customer_hk is distinct from identity.master_customer_hk

)

select * from disagreeing
