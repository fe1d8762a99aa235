-- Grain: one row per steward decision about two customer records; replaced ones are kept.
with

decisions as (

    {{ newest_rows('nh_link_steward_decision', 'steward_decision_hk') }}

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

sides_with_key as (

    select
        sides.decision_id,
        sides.record_id,
        hub.source_system,
        hub.customer_id,
        -- The smaller record id comes first, as in scored_pairs, whichever the steward wrote first.
        row_number() over (
            partition by sides.decision_id
            order by sides.record_id
        ) as side
    from sides
    inner join hub
        on sides.customer_hk = hub.customer_hk

),

ordered_pairs as (

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
        -- A decision recorded late does not change days before its load time.
        cast(decisions.loaded_at as date) as decided_date,
        decisions.steward,
        decisions.reason,
        row_number() over (
            partition by left_records.record_id, right_records.record_id
            order by decisions.effective_from desc, decisions.decision_id desc
        ) = 1 as is_latest
    from decisions
    inner join sides_with_key as left_records
        on
            decisions.decision_id = left_records.decision_id
            and left_records.side = 1
    inner join sides_with_key as right_records
        on
            decisions.decision_id = right_records.decision_id
            and right_records.side = 2

)

select * from ordered_pairs
