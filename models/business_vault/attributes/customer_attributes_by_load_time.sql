-- Grain: one row per customer record, attribute and span of days in which we had a value for it.
-- Ordered by load time; a late row with an older source time than the current value is ignored.
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

with_newest_before as (

    select
        *,
        cast(loaded_at as date) as known_from,
        max(effective_from) over (
            partition by customer_hk, attribute
            order by loaded_at
            rows between unbounded preceding and 1 preceding
        ) as newest_before
    from attributes

),

not_outdated as (

    select * from with_newest_before
    where newest_before is null or effective_from >= newest_before

),

last_of_day as (

    select * from not_outdated
    qualify row_number() over (
        partition by customer_hk, attribute, known_from
        order by loaded_at desc
    ) = 1

),

with_value_before as (

    select
        *,
        row_number() over (
            partition by customer_hk, attribute
            order by known_from
        ) = 1 as is_first,
        lag(attribute_value) over (
            partition by customer_hk, attribute
            order by known_from
        ) as value_before
    from last_of_day

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
        known_from,
        coalesce(
            lead(known_from) over (
                partition by customer_hk, attribute
                order by known_from
            ),
            cast('9999-12-31' as date)
        ) as known_to
    from value_changes

)

select * from value_spans
