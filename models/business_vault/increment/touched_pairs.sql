-- Grain: one row per candidate pair of a touched record, with what its two versions hold.
-- Where no scores are stored it is every pair.
-- depends_on: {{ ref('touched_records') }}
with

pairs as (

    select * from {{ ref('candidate_pairs') }}
    {% if stored('pair_scores') -%}
    where
        record_id_l in (select record_id from {{ ref('touched_records') }})
        or record_id_r in (select record_id from {{ ref('touched_records') }})
    {%- endif %}

),

records as (

    select * from {{ ref('matchable_records') }}

),

held as (

    select
        pairs.version_id_l,
        pairs.version_id_r,
        pairs.record_id_l,
        pairs.record_id_r,
        pairs.known_from,
        pairs.known_to,
        lefts.content_id as content_id_l,
        rights.content_id as content_id_r
    from pairs
    inner join records as lefts
        on pairs.version_id_l = lefts.version_id
    inner join records as rights
        on pairs.version_id_r = rights.version_id

)

select * from held
