-- Grain: one row per block key over the cap: shared by too many records to form pairs.
{{ config(meta={
    'refresh_by': "key_type || ' ' || block_key",
    'refresh_also': ['changed_oversized_keys'],
    'refresh_from': {
        'block_keys': none,
    },
}) }}
with

sizes as (

    {{ block_key_sizes(
        block_keys=ref('block_keys'),
        parameters=ref('match_model_parameters'),
        model_version=var('match_model_version'),
    ) }}

),

oversized_keys as (

    select
        key_type,
        block_key,
        over_cap_from
    from sizes
    where
        over_cap_from is not null
        and {{ needs_refresh("key_type || ' ' || block_key") }}

)

select * from oversized_keys
