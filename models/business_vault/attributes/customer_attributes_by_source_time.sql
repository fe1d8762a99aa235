-- Grain: one row per customer record, attribute and span of time in which the source had a value.
-- Ordered by source time; of two rows with the same source time, the one loaded later wins.
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

latest_per_source_time as (

    select
        *,
        effective_from as valid_from
    from attributes
    qualify row_number() over (
        partition by customer_hk, attribute, effective_from
        order by loaded_at desc
    ) = 1

),

value_spans as (

    {{ attribute_spans(
        'latest_per_source_time', 'valid_from', 'valid_to', open_end()
    ) }}

),

flagged_spans as (

    {{ flag_placeholders('value_spans') }}

)

select * from flagged_spans
