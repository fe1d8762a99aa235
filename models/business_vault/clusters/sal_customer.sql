-- Grain: one row per customer record and master record that it was ever linked to.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_hk',
        'refresh_from': {
            'customer_identity_assignments': {'macro': 'customers_of_record_ids'},
            'hub_customer': 'customer_hk',
        },
    },
) }}
with

assignments as (

    select * from {{ ref('customer_identity_assignments') }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

links_with_keys as (

    select
        members.customer_hk,
        masters.customer_hk as master_customer_hk,
        members.source_system,
        members.customer_id,
        masters.source_system as master_source_system,
        masters.customer_id as master_customer_id,
        assignments.customer_uid,
        cast(assignments.assigned_from as timestamp) as assigned_from
    from assignments
    inner join hub as members
        on assignments.record_id = {{ hex_text('members.customer_hk') }}
    inner join hub as masters
        on assignments.master_record_id = {{ hex_text('masters.customer_hk') }}
    where {{ needs_refresh('members.customer_hk') }}

),

hashed_links as (

    select
        *,
        {{ automate_dv.hash(
            columns=[
                'source_system', 'customer_id', 'master_source_system', 'master_customer_id',
            ],
            alias='sal_customer_hk',
        ) }}
    from links_with_keys

),

first_assigned as (

    select
        sal_customer_hk,
        customer_hk,
        master_customer_hk,
        customer_uid,
        min(assigned_from) as loaded_at,
        'MDM' as record_source
    from hashed_links
    group by sal_customer_hk, customer_hk, master_customer_hk, customer_uid

)

select * from first_assigned
