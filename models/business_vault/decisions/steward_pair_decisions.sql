-- Grain: one row per decision of a steward about two customer records; the earlier ones are kept.
with

decisions as (

    select * from {{ ref('nh_link_steward_decision') }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

sides as (

    select
        decision_id,
        {{ hex_text('left_customer_hk') }} as record_id,
        left_customer_hk as customer_hk
    from decisions
    union all
    select
        decision_id,
        {{ hex_text('right_customer_hk') }} as record_id,
        right_customer_hk as customer_hk
    from decisions

),

named as (

    select
        sides.decision_id,
        sides.record_id,
        hub.source_system,
        hub.customer_id,
        -- Whichever side the steward wrote first: a pair has one form, as in `scored_pairs`.
        row_number() over (
            partition by sides.decision_id
            order by sides.record_id
        ) as side
    from sides
    inner join hub
        on sides.customer_hk = hub.customer_hk

),

ordered as (

    select
        decisions.decision_id,
        left_records.record_id as record_id_l,
        right_records.record_id as record_id_r,
        left_records.source_system as source_system_l,
        left_records.customer_id as customer_id_l,
        right_records.source_system as source_system_r,
        right_records.customer_id as customer_id_r,
        decisions.decision,
        decisions.effective_from as decided_at,
        -- What was recorded late changes no day that is already told.
        cast(decisions.loaded_at as date) as decided_date,
        decisions.steward,
        decisions.reason,
        row_number() over (
            partition by left_records.record_id, right_records.record_id
            order by decisions.effective_from desc, decisions.decision_id desc
        ) = 1 as is_latest
    from decisions
    inner join named as left_records
        on
            decisions.decision_id = left_records.decision_id
            and left_records.side = 1
    inner join named as right_records
        on
            decisions.decision_id = right_records.decision_id
            and right_records.side = 2

)

select * from ordered
