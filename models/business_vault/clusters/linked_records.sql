-- Grain: one row per pair of customer records that are linked, or were in the last clustering.
{{ config(materialized='view') }}
{%- set assigned = existing_relation('customer_identity_assignments') %}
with

accepted_pairs as (

    select * from {{ ref('scored_pairs') }}
    where tier = 'AUTO_MERGE'

),

decisions as (

    select * from {{ ref('steward_pair_decisions') }}

),

linked_pairs as (

    select
        record_id_l,
        record_id_r
    from accepted_pairs
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

select * from linked_pairs
