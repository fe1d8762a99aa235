-- Grain: one row per current pair of records of two golden customers that match or conflict.
{{ config(materialized='view') }}
with

current_pairs as (

    select * from {{ ref('scored_pairs') }}
    where
        cast(known_to as date) = {{ open_end('date') }}
        and (tier in ('REVIEW', 'AUTO_MERGE') or guard_code = 'CONFLICT')

),

records as (

    select * from {{ ref('matchable_records') }}

),

identity as (

    select
        {{ hex_text('customer_hk') }} as record_id,
        customer_uid,
        member_from
    from {{ ref('customer_identity') }}

),

latest_decisions as (

    select * from {{ ref('steward_latest_decisions') }}

),

pairs_between_customers as (

    select
        current_pairs.record_id_l,
        current_pairs.record_id_r,
        current_pairs.match_score,
        current_pairs.tier,
        current_pairs.guard_code,
        current_pairs.reasons,
        {{ overrides_same('current_pairs', 'left_versions', 'right_versions') }} as overrides_same,
        cast(current_pairs.known_from as {{ type_timestamp() }}) as known_from,
        left_records.customer_uid as customer_uid_l,
        right_records.customer_uid as customer_uid_r,
        left_records.member_from as member_from_l,
        right_records.member_from as member_from_r,
        least(left_records.customer_uid, right_records.customer_uid) as lower_uid,
        greatest(left_records.customer_uid, right_records.customer_uid) as upper_uid,
        latest_decisions.decision as last_decision,
        latest_decisions.decided_at as last_decided_at,
        latest_decisions.reason as last_reason
    from current_pairs
    inner join records as left_versions
        on current_pairs.version_id_l = left_versions.version_id
    inner join records as right_versions
        on current_pairs.version_id_r = right_versions.version_id
    inner join identity as left_records
        on current_pairs.record_id_l = left_records.record_id
    inner join identity as right_records
        on
            current_pairs.record_id_r = right_records.record_id
            and left_records.customer_uid <> right_records.customer_uid
    left join latest_decisions
        on
            current_pairs.record_id_l = latest_decisions.record_id_l
            and current_pairs.record_id_r = latest_decisions.record_id_r

)

select * from pairs_between_customers
