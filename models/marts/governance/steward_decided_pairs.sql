-- Grain: one row per pair of customer records with a steward decision: the latest one.
with

decisions as (

    select * from {{ ref('steward_latest_decisions') }}

),

identity as (

    select
        {{ hex_text('customer_hk') }} as record_id,
        customer_uid
    from {{ ref('customer_identity') }}

),

decided_pairs as (

    select
        decisions.decision_id,
        decisions.record_id_l,
        decisions.record_id_r,
        decisions.source_system_l,
        decisions.customer_id_l,
        decisions.source_system_r,
        decisions.customer_id_r,
        left_records.customer_uid as customer_uid_l,
        right_records.customer_uid as customer_uid_r,
        decisions.decision,
        decisions.decided_at,
        decisions.steward,
        decisions.reason
    from decisions
    left join identity as left_records
        on decisions.record_id_l = left_records.record_id
    left join identity as right_records
        on decisions.record_id_r = right_records.record_id

)

select * from decided_pairs
