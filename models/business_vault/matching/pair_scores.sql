-- Grain: one row per pair of record contents: its match score by a match model.
-- Rows are never deleted; each has the version of its match model.
{{ config(
    full_refresh=var('rebuild_from_landing', false) | as_bool,
    transient=false,
    meta={'load_column': 'load_id'},
) }}
with

new_scores as (

    select
        cast(version_id_l as varchar) as content_id_l,
        cast(version_id_r as varchar) as content_id_r,
        cast(match_score as double) as match_score,
        cast(tier as varchar) as tier,
        cast(rule_score as double) as rule_score,
        cast(match_weight_prior as double) as match_weight_prior,
        cast(match_weight_name as double) as match_weight_name,
        cast(match_weight_email as double) as match_weight_email,
        cast(match_weight_phone as double) as match_weight_phone,
        cast(match_weight_address as double) as match_weight_address,
        cast(match_weight_city as double) as match_weight_city,
        cast(match_weight_postcode as double) as match_weight_postcode,
        cast(match_weight_birth_date as double) as match_weight_birth_date,
        cast(match_weight_national_id as double) as match_weight_national_id,
        cast(guard_code as varchar) as guard_code,
        cast(reasons as varchar) as reasons,
        cast(model_version as varchar) as model_version,
        '{{ invocation_id }}' as load_id
    from {{ ref('new_pair_scores') }}

),

scores_to_add as (

    select new_scores.*
    from new_scores
    {% if is_later_load() -%}
    left join {{ this }} as stored
        on
            new_scores.content_id_l = stored.content_id_l
            and new_scores.content_id_r = stored.content_id_r
    where stored.content_id_l is null
    {%- endif %}

)

select * from scores_to_add
