-- Grain: one row per compared pair of current customer records.
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

current_pairs as (

    select pairs.*
    from {{ pairs_to_refresh('scored_pairs') }} as pairs
    where cast(pairs.known_to as date) = {{ open_end('date') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

steward_decisions as (

    select * from {{ ref('steward_latest_decisions') }}
    where decision in ('SAME', 'DIFFERENT')

),

match_pairs as (

    select
        current_pairs.record_id_l,
        current_pairs.record_id_r,
        left_records.source_system as source_system_l,
        left_records.customer_id as customer_id_l,
        right_records.source_system as source_system_r,
        right_records.customer_id as customer_id_r,
        left_records.customer_uid as customer_uid_l,
        right_records.customer_uid as customer_uid_r,
        current_pairs.match_score,
        current_pairs.tier,
        current_pairs.rule_score,
        current_pairs.match_weight_prior,
        current_pairs.match_weight_name,
        current_pairs.match_weight_email,
        current_pairs.match_weight_phone,
        current_pairs.match_weight_address,
        current_pairs.match_weight_city,
        current_pairs.match_weight_postcode,
        current_pairs.match_weight_birth_date,
        current_pairs.match_weight_national_id,
        current_pairs.guard_code,
        current_pairs.reasons,
        case
            when steward_decisions.decision is not null then steward_decisions.decision
            when left_records.customer_uid = right_records.customer_uid then 'SAME'
            when current_pairs.tier = 'REVIEW' then 'OPEN'
            else 'DIFFERENT'
        end as decision,
        coalesce(
            'steward ' || steward_decisions.steward,
            'match model ' || current_pairs.model_version
        ) as decided_by,
        cast(current_pairs.known_from as date) as known_from,
        -- Deprecated names of these columns, from before version 0.2.0.
        current_pairs.match_weight_prior as points_prior,
        current_pairs.match_weight_name as points_name,
        current_pairs.match_weight_email as points_email,
        current_pairs.match_weight_phone as points_phone,
        current_pairs.match_weight_address as points_address,
        current_pairs.match_weight_city as points_city,
        current_pairs.match_weight_postcode as points_postcode,
        current_pairs.match_weight_birth_date as points_dob,
        current_pairs.match_weight_national_id as points_nat_id
    from current_pairs
    inner join identity as left_records
        on current_pairs.record_id_l = {{ hex_text('left_records.customer_hk') }}
    inner join identity as right_records
        on current_pairs.record_id_r = {{ hex_text('right_records.customer_hk') }}
    left join steward_decisions
        on
            current_pairs.record_id_l = steward_decisions.record_id_l
            and current_pairs.record_id_r = steward_decisions.record_id_r

)

select * from match_pairs
