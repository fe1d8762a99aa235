-- Grain: one row per two customer records that a steward decided about: the latest decision.
with

decisions as (

    select * from {{ ref('steward_pair_decisions') }}

),

latest as (

    select
        record_id_l,
        record_id_r,
        source_system_l,
        customer_id_l,
        source_system_r,
        customer_id_r,
        decision,
        decided_at,
        steward,
        reason,
        decision_id
    from decisions
    where is_latest

)

select * from latest
