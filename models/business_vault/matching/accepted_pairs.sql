-- Grain: one row per pair of record versions in the tier AUTO_MERGE.
{{ config(materialized='view') }}
with

pairs as (

    select * from {{ ref('scored_pairs') }}

),

accepted_pairs as (

    select
        record_id_l,
        record_id_r,
        known_from,
        known_to,
        match_score,
        tier
    from pairs
    where tier = 'AUTO_MERGE'

)

select * from accepted_pairs
