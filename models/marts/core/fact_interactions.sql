-- Grain: one row per touchpoint with a customer.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='interaction_hk',
    on_schema_change='fail',
) }}
with

{{ touched('interaction_hk', loads=['sat_interaction__crm'], event_at='interacted_at') }}

interactions as (

    select * from {{ ref('current_interactions') }}
    where {{ is_touched('interaction_hk') }}

),

customers as (

    select * from {{ ref('customer_resolution') }}

),

joined as (

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
        interactions.outcome = 'Resolved' as is_resolved,
        interactions.agent_id
    from interactions
    left join customers
        on
            interactions.customer_hk = customers.customer_hk
            and interactions.interacted_at >= customers.valid_from
            and interactions.interacted_at < customers.valid_to

)

select * from joined
