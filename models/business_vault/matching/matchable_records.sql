-- Grain: one row per record version, without the values that are generic at that time.
{{ config(meta={
    'refresh_by': 'record_id',
}) }}
with

masked_records as (

    {{ mask_generic_values(
        standardised=ref('standardised_records'),
        generic_values=ref('generic_values'),
    ) }}

),

parameters as (

    select
        kind || ' ' || field || ' ' || coalesce(level, '') as name,
        coalesce({{ float_text('m') }}, '') || ' ' || coalesce({{ float_text('u') }}, '')
        || ' ' || coalesce({{ float_text('value') }}, '') as number
    from {{ ref('active_match_model') }}

),

frequencies as (

    select
        kind || ' ' || name as name,
        {{ float_text('frequency') }} as number
    from {{ ref('name_frequencies') }}
    where model_version = {{ text_literal(var('match_model_version')) }}

),

numbers as (

    select * from parameters
    union all
    select * from frequencies

),

-- Content ids depend on the parameters of the match model, so all pairs are scored again if one
-- changes.
match_model as (

    select
        md5(
            {{ dbt.listagg("md5(name || ' ' || number)", "''", "order by name, number") }}
        ) as fingerprint
    from numbers

),

with_content_id as (

    select
        masked_records.*,
        {{ content_id('match_model.fingerprint') }} as content_id
    from masked_records
    cross join match_model

),

{% if is_later_load() -%}
changed_records as (

    {{ changed_records(now='with_content_id', before=this) }}

),
{%- endif %}

records_to_store as (

    select with_content_id.*
    from with_content_id
    {% if is_later_load() -%}
    inner join changed_records
        on with_content_id.record_id = changed_records.record_id
    {%- endif %}

)

select * from records_to_store
