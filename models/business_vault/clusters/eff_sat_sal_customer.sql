-- Grain: one row per same-as link and day on which it began or ended; driving key customer_hk.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_hk',
        'refresh_from': {
            'customer_identity_assignments': {'macro': 'customers_of_record_ids'},
            'sal_customer': 'customer_hk',
        },
    },
) }}
with

assignments as (

    select
        {{ binary_of_hex('record_id') }} as customer_hk,
        {{ binary_of_hex('master_record_id') }} as master_customer_hk,
        cast(assigned_from as timestamp) as effective_from
    from {{ ref('customer_identity_assignments') }}

),

links as (

    select * from {{ ref('sal_customer') }}
    where {{ needs_refresh('customer_hk') }}

),

spanned as (

    select
        links.sal_customer_hk,
        links.customer_hk,
        links.master_customer_hk,
        assignments.effective_from,
        coalesce(
            lead(assignments.effective_from) over (
                partition by links.customer_hk
                order by assignments.effective_from
            ),
            cast('9999-12-31' as timestamp)
        ) as effective_to
    from links
    inner join assignments
        on
            links.customer_hk = assignments.customer_hk
            and links.master_customer_hk = assignments.master_customer_hk

),

begun as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        effective_from,
        cast('9999-12-31' as timestamp) as effective_to,
        effective_from as loaded_at
    from spanned

),

ended as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        effective_from,
        effective_to,
        effective_to as loaded_at
    from spanned
    where effective_to < cast('9999-12-31' as timestamp)

),

changes as (

    select * from begun
    union all
    select * from ended

),

sourced as (

    select
        *,
        'MDM' as record_source
    from changes

)

select * from sourced
