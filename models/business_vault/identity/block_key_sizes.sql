-- Grain: one row per block key of several records; one over the cap is reported and joined no more.
-- A row is pending from the build that moved the day of the cap until what follows has been built.
-- depends_on: {{ ref('pending_customers') }}
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['key_type', 'block_key'],
    pre_hook="{{ forget_restated() }}",
    on_schema_change='fail',
) }}
{%- set is_new = 'sizes.over_cap_from is not null' %}
{%- set is_moved = 'known.is_pending or sizes.over_cap_from is distinct from known.over_cap_from' %}
{%- set is_pending = 'coalesce(' ~ is_moved ~ ', ' ~ is_new ~ ')' if is_later_load() else is_new %}
with

sizes as (

    {{ block_key_sizes(
        block_keys=ref('block_keys'),
        parameters=ref('match_model_parameters'),
        model_version=var('match_model_version'),
        keys=keys_of_records(ref('block_keys'), scope('changed_records')) if scope('changed_records') else none,
    ) }}

),

compared as (

    select
        sizes.*,
        {{ is_pending }} as is_pending
    from sizes
    {% if is_later_load() -%}
    left join {{ this }} as known
        on
            sizes.key_type = known.key_type
            and sizes.block_key = known.block_key
    {%- endif %}

)

select * from compared
