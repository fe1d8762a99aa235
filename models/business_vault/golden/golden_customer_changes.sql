-- Grain: one row per time axis, golden customer and change point at which a golden value changed.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_uid',
        'refresh_from': {
            'golden_values': 'customer_uid',
        },
    },
) }}
with

golden_values as (

    select * from {{ ref('golden_values') }}
    where {{ needs_refresh('customer_uid') }}

),

values_by_change_point as (

    select
        golden_values.time_axis,
        golden_values.customer_uid,
        golden_values.moment,
        {{ values_as_columns('golden_values', golden_attributes()) }}
    from golden_values
    group by golden_values.time_axis, golden_values.customer_uid, golden_values.moment

),

hashed_values as (

    select
        *,
        {{ automate_dv.hash(
            columns=golden_attributes(),
            alias='golden_hashdiff',
            is_hashdiff=true,
        ) }}
    from values_by_change_point

),

with_previous_hashdiff as (

    select
        *,
        lag(golden_hashdiff) over (
            partition by time_axis, customer_uid
            order by moment
        ) as hashdiff_before
    from hashed_values

),

value_changes as (

    select * from with_previous_hashdiff
    where golden_hashdiff is distinct from hashdiff_before

)

select * from value_changes
