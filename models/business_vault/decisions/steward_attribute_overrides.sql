-- Grain: one row per golden value that a steward set, and span of time in which it was said so.
with

overrides as (

    select * from {{ ref('sat_customer_override__steward') }}

),

links as (

    select * from {{ ref('link_customer_override') }}

),

hub as (

    select * from {{ ref('hub_customer') }}

),

spanned as (

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
        cast(cast(overrides.loaded_at as date) as timestamp) as known_from,
        coalesce(
            lead(cast(cast(overrides.loaded_at as date) as timestamp)) over (
                partition by overrides.customer_override_hk
                order by overrides.loaded_at
            ),
            cast('9999-12-31' as timestamp)
        ) as known_to
    from overrides
    inner join links
        on overrides.customer_override_hk = links.customer_override_hk
    inner join hub
        on links.customer_hk = hub.customer_hk

),

-- Of several changes of one day the last was believed.
believed as (

    select * from spanned
    where known_from < known_to

)

select * from believed
