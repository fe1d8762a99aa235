-- Grain: one row: the date as of which the warehouse reports, taken from its data, not the clock.
{%- set day = 'cast(' ~ text_literal(var('as_of_date')) ~ ' as date)' if var('as_of_date')
    else 'delivery_date' %}
with

deliveries as (

    select
        *,
        feed in ({{ quoted_list(source_feeds()) }}) as is_of_source
    from {{ ref('stg_landing__deliveries') }}

),

-- Steward decisions do not move the as-of date, because they have no orders or clicks up to their
-- day. They count only if no source has delivered anything.
newest_deliveries as (

    select
        coalesce(
            max(case when is_of_source then {{ day }} end), max({{ day }})
        ) as as_of_date,
        max({{ day }}) as newest_delivery_date
    from deliveries

)

select * from newest_deliveries
