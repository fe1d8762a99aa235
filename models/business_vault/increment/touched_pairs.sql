-- Grain: one row per candidate pair of a touched record, with what its two versions hold.
-- Where no scores are stored it is every pair.
-- depends_on: {{ ref('touched_records') }}
with

pairs as (

    select * from {{ ref('candidate_pairs') }}

),

wanted as (

    select pairs.*
    from pairs
    {% if stored('pair_scores') -%}
    left join {{ ref('touched_records') }} as touched_lefts
        on pairs.record_id_l = touched_lefts.record_id
    left join {{ ref('touched_records') }} as touched_rights
        on pairs.record_id_r = touched_rights.record_id
    where coalesce(touched_lefts.record_id, touched_rights.record_id) is not null
    {%- endif %}

),

records as (

    select * from {{ ref('matchable_records') }}

),

held as (

    select
        wanted.version_id_l,
        wanted.version_id_r,
        wanted.record_id_l,
        wanted.record_id_r,
        wanted.known_from,
        wanted.known_to,
        lefts.content_id as content_id_l,
        rights.content_id as content_id_r
    from wanted
    inner join records as lefts
        on wanted.version_id_l = lefts.version_id
    inner join records as rights
        on wanted.version_id_r = rights.version_id

)

select * from held
