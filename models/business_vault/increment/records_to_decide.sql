-- Grain: one row per customer record about which something was learned; decisions are few, so a
-- record under one is among them each time. Where no identities are stored it is every record.
{%- set assigned = stored('customer_identity_assignments') %}
with

touched as (

    select * from {{ ref('touched_records') }}

),

decisions as (

    select * from {{ ref('steward_pair_decisions') }}

),

records as (

    select * from {{ ref('matchable_records') }}

),

gathered as (

    select record_id from touched
    union
    select record_id_l as record_id from decisions
    union
    select record_id_r as record_id from decisions
    {%- if not assigned %}
    union
    select record_id from records
    {%- endif %}

)

select * from gathered
