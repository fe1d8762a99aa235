-- Grain: one row per same-as link and day on which it started or ended; driving key customer_hk.
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

link_spans as (

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

link_starts as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        effective_from,
        cast('9999-12-31' as timestamp) as effective_to,
        effective_from as loaded_at
    from link_spans

),

link_ends as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        effective_from,
        effective_to,
        effective_to as loaded_at
    from link_spans
    where effective_to < cast('9999-12-31' as timestamp)

),

link_changes as (

    select * from link_starts
    union all
    select * from link_ends

),

with_record_source as (

    select
        *,
        'MDM' as record_source
    from link_changes

)

select * from with_record_source
