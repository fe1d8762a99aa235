-- Grain: one row per pair of record contents that the match model has not scored yet.
{{ config(materialized='table') }}
{%- set scored = existing_relation('pair_scores') %}
with

candidates as (

    select * from {{ ref('candidate_pairs') }}

),

unscored_candidates as (

    select candidates.*
    from candidates
    {% if scored -%}
    left join {{ scored }} as scored
        on
            candidates.content_id_l = scored.content_id_l
            and candidates.content_id_r = scored.content_id_r
    where scored.content_id_l is null
    {%- endif %}

),

distinct_contents as (

    select
        content_id_l as version_id_l,
        content_id_r as version_id_r,
        min(record_id_l) as record_id_l,
        min(record_id_r) as record_id_r,
        min(known_from) as known_from,
        max(known_to) as known_to
    from unscored_candidates
    group by content_id_l, content_id_r

)

select * from distinct_contents
