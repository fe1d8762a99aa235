-- Grain: one row per two customer records that were compared and are as they are today.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'record_id',
        'refresh_columns': ['record_id_l', 'record_id_r'],
        'refresh_from': {
            'candidate_pairs': 'record_id',
            'pair_scores': {'macro': 'records_of_scores'},
            'sal_customer': {'macro': 'record_ids_of_customers'},
            'eff_sat_sal_customer': {'macro': 'record_ids_of_customers'},
        },
        'refresh_also': ['records_with_decisions'],
    },
) }}
-- depends_on: {{ ref('sal_customer') }}
-- depends_on: {{ ref('eff_sat_sal_customer') }}
with

scored as (

    select pairs.*
    from {{ pairs_to_refresh('scored_pairs') }} as pairs
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
        scored.match_weight_prior,
        scored.match_weight_name,
        scored.match_weight_email,
        scored.match_weight_phone,
        scored.match_weight_address,
        scored.match_weight_city,
        scored.match_weight_postcode,
        scored.match_weight_birth_date,
        scored.match_weight_national_id,
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
        cast(scored.known_from as date) as known_from,
        -- The names of these columns before version 0.2.0, deprecated.
        scored.match_weight_prior as points_prior,
        scored.match_weight_name as points_name,
        scored.match_weight_email as points_email,
        scored.match_weight_phone as points_phone,
        scored.match_weight_address as points_address,
        scored.match_weight_city as points_city,
        scored.match_weight_postcode as points_postcode,
        scored.match_weight_birth_date as points_dob,
        scored.match_weight_national_id as points_nat_id
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
