-- Grain: one row per customer record about which something was learned; decisions are few, so a
-- record under one is among them each time.
with

touched as (

    select * from {{ ref('touched_records') }}

),

decisions as (

    select * from {{ ref('steward_pair_decisions') }}

),

gathered as (

    select record_id from touched
    union
    select record_id_l as record_id from decisions
    union
    select record_id_r as record_id from decisions

)

select * from gathered
