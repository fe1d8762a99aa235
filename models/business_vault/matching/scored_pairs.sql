-- Grain: one row per candidate pair, with its match score, tier and match weights.
{{ config(materialized='view') }}
with

pairs as (

    select * from {{ ref('candidate_pairs') }}

),

scores as (

    select * from {{ ref('pair_scores') }}

),

scored_pairs as (

    select
        pairs.version_id_l,
        pairs.version_id_r,
        pairs.record_id_l,
        pairs.record_id_r,
        pairs.known_from,
        pairs.known_to,
        scores.match_score,
        scores.tier,
        scores.rule_score,
        scores.match_weight_prior,
        scores.match_weight_name,
        scores.match_weight_email,
        scores.match_weight_phone,
        scores.match_weight_address,
        scores.match_weight_city,
        scores.match_weight_postcode,
        scores.match_weight_birth_date,
        scores.match_weight_national_id,
        scores.guard_code,
        scores.reasons,
        scores.model_version
    from pairs
    inner join scores
        on
            pairs.content_id_l = scores.content_id_l
            and pairs.content_id_r = scores.content_id_r

)

select * from scored_pairs
