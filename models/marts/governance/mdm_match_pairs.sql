-- Grain: one row per two customer records that were compared and are as they are today.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget('records_told_anew', 'record_id', ['record_id_l', 'record_id_r']) }}",
    on_schema_change='fail',
) }}
with

scored as (

    select pairs.*
    from {{ rows_in_scope(
        'scored_pairs', 'records_told_anew', 'record_id', ['record_id_l', 'record_id_r']
    ) }} as pairs
    where cast(pairs.known_to as date) = cast('9999-12-31' as date)

),

identity as (

    select * from {{ ref('customer_identity') }}

),

stewards as (

    select * from {{ ref('steward_latest_decisions') }}
    where decision in ('SAME', 'DIFFERENT')

),

named as (

    select
        scored.record_id_l,
        scored.record_id_r,
        left_records.source_system as source_system_l,
        left_records.customer_id as customer_id_l,
        right_records.source_system as source_system_r,
        right_records.customer_id as customer_id_r,
        left_records.customer_uid as customer_uid_l,
        right_records.customer_uid as customer_uid_r,
        scored.match_score,
        scored.tier,
        scored.rule_score,
        scored.points_prior,
        scored.points_name,
        scored.points_email,
        scored.points_phone,
        scored.points_address,
        scored.points_city,
        scored.points_postcode,
        scored.points_dob,
        scored.points_nat_id,
        scored.guard_code,
        scored.reasons,
        case
            when stewards.decision is not null then stewards.decision
            when left_records.customer_uid = right_records.customer_uid then 'SAME'
            when scored.tier = 'REVIEW' then 'OPEN'
            else 'DIFFERENT'
        end as decision,
        coalesce(
            'steward ' || stewards.steward,
            'match model ' || scored.model_version
        ) as decided_by,
        cast(scored.known_from as date) as known_from
    from scored
    inner join identity as left_records
        on scored.record_id_l = {{ hex_text('left_records.customer_hk') }}
    inner join identity as right_records
        on scored.record_id_r = {{ hex_text('right_records.customer_hk') }}
    left join stewards
        on
            scored.record_id_l = stewards.record_id_l
            and scored.record_id_r = stewards.record_id_r

)

select * from named
