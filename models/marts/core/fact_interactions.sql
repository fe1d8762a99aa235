-- Grain: one row per customer interaction.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'interaction_hk',
        'customer_at': 'interacted_at',
        'refresh_from': {
            'current_interactions': 'interaction_hk',
        },
    },
) }}
with

interactions as (

    select * from {{ ref('current_interactions') }}
    where {{ needs_refresh('interaction_hk') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

interactions_with_customers as (

    select
        interactions.interaction_hk,
        interactions.interaction_id,
        interactions.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        interactions.interacted_at,
        cast(interactions.interacted_at as date) as interaction_date,
        interactions.channel,
        interactions.interaction_type,
        interactions.sentiment,
        interactions.resolution_hours,
        interactions.csat_score,
        interactions.nps_score,
        interactions.outcome,
        coalesce(interactions.outcome = 'Resolved', false) as is_resolved,
        interactions.agent_id
    from interactions
    left join customers
        on
            interactions.customer_hk = customers.customer_hk
            and interactions.interacted_at >= customers.valid_from
            and interactions.interacted_at < customers.valid_to

)

select * from interactions_with_customers
