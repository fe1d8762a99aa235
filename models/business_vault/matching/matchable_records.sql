-- Grain: one row per version of a customer record, without the values that are generic by then.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'record_id',
    },
) }}
with

masked as (

    {{ mask_generic_values(
        standardised=ref('standardised_records'),
        generic_values=ref('generic_values'),
    ) }}

),

parameters as (

    select
        kind || ' ' || field || ' ' || coalesce(level, '') as name,
        coalesce(cast(m as varchar), '') || ' ' || coalesce(cast(u as varchar), '')
        || ' ' || coalesce(cast(value as varchar), '') as number
    from {{ ref('active_match_model') }}

),

frequencies as (

    select
        kind || ' ' || name as name,
        cast(frequency as varchar) as number
    from {{ ref('name_frequencies') }}
    where model_version = '{{ var('match_model_version') }}'

),

numbers as (

    select * from parameters
    union all
    select * from frequencies

),

-- Another number of the match model makes other contents, so that all pairs are scored again.
model as (

    select md5({{ dbt.listagg("md5(name || ' ' || number)", "''", "order by name, number") }})
        as fingerprint
    from numbers

),

identified as (

    select
        masked.*,
        {{ content_id('model.fingerprint') }} as content_id
    from masked
    cross join model

),

{% if is_later_load() -%}
changed as (

    {{ changed_records(now='identified', before=this) }}

),
{%- endif %}

to_keep as (

    select identified.*
    from identified
    {% if is_later_load() -%}
    inner join changed
        on identified.record_id = changed.record_id
    {%- endif %}

)

select * from to_keep
