-- Grain: one row per two versions of different records, one of them touched, that share a block key
-- at the same time, with what the two hold. Where no scored pairs are stored it is every pair.
-- depends_on: {{ ref('touched_records') }}
with

pairs as (

    {{ candidate_pairs(
        block_keys=ref('block_keys'),
        block_key_sizes=ref('block_key_sizes'),
        records=ref('touched_records') if stored('scored_pairs') else none,
    ) }}

),

records as (

    select * from {{ ref('matchable_records') }}

),

held as (

    select
        pairs.*,
        lefts.content_id as content_id_l,
        rights.content_id as content_id_r
    from pairs
    inner join records as lefts
        on pairs.version_id_l = lefts.version_id
    inner join records as rights
        on pairs.version_id_r = rights.version_id

)

select * from held
