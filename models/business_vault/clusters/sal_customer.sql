-- Grain: one row per customer record and birth record that it was ever linked to.
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

first_assigned as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        customer_uid,
        min(assigned_from) as loaded_at,
        'MDM' as record_source
    from links
    group by sal_customer_hk, customer_hk, master_customer_hk, customer_uid

)

select * from first_assigned
