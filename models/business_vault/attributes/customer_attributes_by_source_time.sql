-- Grain: one row per customer record, attribute and span of time in which a value held.
-- Ordered by the source's own change time; of two deliveries of one instant the later wins.
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

last_of_the_instant as (

    select * from attributes
    qualify row_number() over (
        partition by customer_hk, attribute, effective_from
        order by loaded_at desc
    ) = 1

),

marked as (

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
    from last_of_the_instant

),

changed as (

    select * from marked
    where is_first or attribute_value is distinct from value_before

),

spanned as (

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
    from changed

)

select * from spanned
