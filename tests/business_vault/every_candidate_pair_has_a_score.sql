-- Duplicates stay unmerged if a candidate pair is lost before it is scored.
with

pairs as (

    select * from {{ ref('candidate_pairs') }}

),

scored as (

    select * from {{ ref('scored_pairs') }}

),

unscored as (

    select
        pairs.version_id_l,
        pairs.version_id_r
    from pairs
    left join scored
        on
            pairs.version_id_l = scored.version_id_l
            and pairs.version_id_r = scored.version_id_r
    where scored.version_id_l is null

)

select * from unscored
