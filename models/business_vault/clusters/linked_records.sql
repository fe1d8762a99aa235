-- Grain: one row per two customer records that are linked, or were when clusters were last assigned.
{{ config(materialized='view') }}
{%- set assigned = existing_relation('customer_identity_assignments') %}
with

accepted as (

    select * from {{ ref('accepted_pairs') }}

),

decisions as (

    select * from {{ ref('steward_pair_decisions') }}

),

linked as (

    select
        record_id_l,
        record_id_r
    from accepted
    union
    select
        record_id_l,
        record_id_r
    from decisions
    where decision = 'SAME'
    {%- if assigned %}
    union
    select
        record_id as record_id_l,
        master_record_id as record_id_r
    from {{ assigned }}
    where record_id <> master_record_id
    {%- endif %}

)

select * from linked
