-- Grain: one row per version of a steward override, with the span of days in which it was current.
with

-- A version that was delivered after a newer one is outdated.
overrides as (

    select * from {{ ref('sat_customer_override__steward') }}
    qualify effective_from >= max(effective_from) over (
        partition by customer_override_hk
        order by loaded_at, effective_from
        rows between unbounded preceding and current row
    )

),

links as (

    select * from {{ ref('link_customer_override') }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

override_spans as (

    select
        links.override_id,
        links.customer_hk,
        hub.source_system,
        hub.customer_id,
        overrides.attribute,
        overrides.attribute_value,
        overrides.valid_from,
        overrides.valid_to,
        overrides.steward,
        overrides.reason,
        overrides.effective_from as decided_at,
        cast(cast(overrides.loaded_at as date) as {{ type_timestamp() }}) as known_from,
        coalesce(
            lead(cast(cast(overrides.loaded_at as date) as {{ type_timestamp() }})) over (
                partition by overrides.customer_override_hk
                order by overrides.loaded_at, overrides.effective_from
            ),
            {{ open_end() }}
        ) as known_to
    from overrides
    inner join links
        on overrides.customer_override_hk = links.customer_override_hk
    inner join hub
        on links.customer_hk = hub.customer_hk

),

-- If an override changes several times on one day, only the last change counts.
last_of_day as (

    select * from override_spans
    where known_from < known_to

)

select * from last_of_day
