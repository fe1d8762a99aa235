-- Grain: one row per same-as link and day on which it started or ended; driving key customer_hk.
{{ config(meta={
    'refresh_by': 'customer_hk',
    'refresh_from': {
        'customer_identity_assignments': {'macro': 'customers_of_record_ids'},
        'hub_customer': 'customer_hk',
    },
}) }}
with

assignments as (

    select * from {{ ref('customer_identity_assignments') }}
    where {{ needs_refresh(binary_of_hex('record_id')) }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

links as (

    {{ same_as_links('assignments', 'hub') }}

),

link_spans as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        assigned_from as effective_from,
        coalesce(
            lead(assigned_from) over (
                partition by customer_hk
                order by assigned_from
            ),
            {{ open_end() }}
        ) as effective_to
    from links

),

link_starts as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        effective_from,
        {{ open_end() }} as effective_to,
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
    where effective_to < {{ open_end() }}

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
