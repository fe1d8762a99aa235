-- Grain: one row per customer record and span of days in which it belonged to one golden customer.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='customer_hk',
    on_schema_change='fail',
) }}
with

assignments as (

    select * from {{ ref('customer_identity_assignments') }}
    where {{ is_in_scope('moved_records', 'record_id') }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

resolved as (

    select
        members.customer_hk,
        masters.customer_hk as master_customer_hk,
        members.source_system,
        members.customer_id,
        masters.source_system as master_source_system,
        masters.customer_id as master_customer_id,
        assignments.customer_uid,
        cast(assignments.assigned_from as timestamp) as member_from
    from assignments
    inner join hub as members
        on assignments.record_id = {{ hex_text('members.customer_hk') }}
    inner join hub as masters
        on assignments.master_record_id = {{ hex_text('masters.customer_hk') }}

),

spanned as (

    select
        *,
        coalesce(
            lead(member_from) over (
                partition by customer_hk
                order by member_from
            ),
            cast('9999-12-31' as timestamp)
        ) as member_to
    from resolved

),

hashed as (

    select
        {{ automate_dv.hash(
            columns=[
                'source_system', 'customer_id', 'master_source_system', 'master_customer_id',
            ],
            alias='sal_customer_hk',
        ) }},
        customer_hk,
        master_customer_hk,
        source_system,
        customer_id,
        customer_uid,
        member_from,
        member_to
    from spanned

)

select * from hashed
