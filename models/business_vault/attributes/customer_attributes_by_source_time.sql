-- Grain: one row per customer record, attribute and span of time in which the source had a value.
-- Ordered by source time; of two rows with the same source time, the one loaded later wins.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_hk',
        'refresh_from': {
            'customer_attributes': 'customer_hk',
        },
    },
) }}
with

attributes as (

    select * from {{ ref('customer_attributes') }}
    where {{ needs_refresh('customer_hk') }}

),

latest_per_source_time as (

    select * from attributes
    qualify row_number() over (
        partition by customer_hk, attribute, effective_from
        order by loaded_at desc
    ) = 1

),

with_value_before as (

    select
        *,
        row_number() over (
            partition by customer_hk, attribute
            order by effective_from
        ) = 1 as is_first,
        lag(attribute_value) over (
            partition by customer_hk, attribute
            order by effective_from
        ) as value_before
    from latest_per_source_time

),

value_changes as (

    select * from with_value_before
    where is_first or attribute_value is distinct from value_before

),

value_spans as (

    select
        customer_hk,
        source_system,
        attribute,
        attribute_value,
        is_placeholder,
        effective_from,
        effective_from as valid_from,
        coalesce(
            lead(effective_from) over (
                partition by customer_hk, attribute
                order by effective_from
            ),
            cast('9999-12-31' as timestamp)
        ) as valid_to
    from value_changes

)

select * from value_spans
