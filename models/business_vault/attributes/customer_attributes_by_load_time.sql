-- Grain: one row per customer record, attribute and span of days in which the warehouse had a value.
-- Ordered by load time; a late row with an older source time than the current value is ignored.
{{ config(meta={
    'refresh_by': 'customer_hk',
    'refresh_from': {
        'customer_attributes': 'customer_hk',
    },
}) }}
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
            order by loaded_at, effective_from
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
        order by loaded_at desc, effective_from desc
    ) = 1

),

value_spans as (

    {{ attribute_spans(
        'last_of_day', 'known_from', 'known_to', open_end('date')
    ) }}

),

flagged_spans as (

    {{ flag_placeholders('value_spans') }}

)

select * from flagged_spans
