-- Analysts join to the wrong customer if the same-as link differs from the current identity.
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

current_links as (

    select
        links.customer_hk,
        links.master_customer_hk
    from links
    inner join newest_spans
        on links.sal_customer_hk = newest_spans.sal_customer_hk
    where newest_spans.effective_to = {{ open_end() }}

),

mismatches as (

    select
        identity.customer_hk,
        identity.master_customer_hk,
        current_links.master_customer_hk as linked_master_customer_hk
    from identity
    left join current_links
        on identity.customer_hk = current_links.customer_hk
    where current_links.master_customer_hk is distinct from identity.master_customer_hk

)

select * from mismatches
