-- Grain: one row per version of a customer record, without the values that are generic by then.
-- A row is pending from the build that changed it until all that follows from it has been built.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='record_id',
    on_schema_change='fail',
) }}
with

masked as (

    {{ mask_generic_values(
        standardised=ref('standardised_records'),
        generic_values=ref('generic_values'),
    ) }}

),

model as (

    select * from {{ ref('match_model_fingerprint') }}

),

identified as (

    select
        masked.*,
        {{ content_id('model.fingerprint') }} as content_id,
        true as is_pending
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
