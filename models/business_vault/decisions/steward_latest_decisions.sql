-- Grain: one row per pair of customer records with a steward decision: the latest one.
with

decisions as (

    select * from {{ ref('steward_pair_decisions') }}

),

latest_decisions as (

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

select * from latest_decisions
