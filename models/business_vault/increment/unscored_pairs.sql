-- Grain: one row per two contents of records that were never scored by the match model of today.
{%- set known = stored('pair_scores') %}
with

pairs as (

    select
        content_id_l as version_id_l,
        content_id_r as version_id_r,
        min(record_id_l) as record_id_l,
        min(record_id_r) as record_id_r,
        min(known_from) as known_from,
        max(known_to) as known_to
    from {{ ref('candidate_pairs') }}
    group by content_id_l, content_id_r

),

unscored as (

    select pairs.*
    from pairs
    {% if known -%}
    left join {{ known }} as known
        on
            pairs.version_id_l = known.content_id_l
            and pairs.version_id_r = known.content_id_r
    where known.content_id_l is null
    {%- endif %}

)

select * from unscored
