-- Grain: one row per two contents of customer records: the score that a match model gave them.
-- Nothing is taken out: a score once given stays, with the version of the model that gave it.
{{ config(
    materialized='incremental',
    full_refresh=var('rebuild_from_landing'),
    meta={'load_column': 'load_id'},
) }}
with

scored as (

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

unknown as (

    select scored.*
    from scored
    {% if is_later_load() -%}
    left join {{ this }} as known
        on
            scored.content_id_l = known.content_id_l
            and scored.content_id_r = known.content_id_r
    where known.content_id_l is null
    {%- endif %}

)

select * from unknown
