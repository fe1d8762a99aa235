-- Grain: one row per customer record, attribute and span of days in which a value was believed.
-- A late row that is older than what was already known changes no belief.
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

compared as (

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

accepted as (

    select * from compared
    where newest_before is null or effective_from >= newest_before

),

last_of_the_day as (

    select * from accepted
    qualify row_number() over (
        partition by customer_hk, attribute, known_from
        order by loaded_at desc
    ) = 1

),

marked as (

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
    from last_of_the_day

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
        known_from,
        coalesce(
            lead(known_from) over (
                partition by customer_hk, attribute
                order by known_from
            ),
            cast('9999-12-31' as date)
        ) as known_to
    from changed

)

select * from spanned
