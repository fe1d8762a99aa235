-- Grain: one row per interaction: its outcome and its customer record.
{{ config(meta={
    'refresh_by': 'interaction_hk',
    'refresh_from': {
        'sat_interaction__crm': 'interaction_hk',
        'hub_interaction': 'interaction_hk',
        'link_customer_interaction': 'interaction_hk',
    },
}) }}
with

interaction_states as (

    {{ newest_rows(
        'sat_interaction__crm', 'interaction_hk', where=needs_refresh('interaction_hk')
    ) }}

),

interactions as (

    select * from {{ ref('hub_interaction') }}

),

links as (

    select * from {{ ref('link_customer_interaction') }}

),

interactions_with_customer as (

    select
        interactions.interaction_hk,
        interactions.interaction_id,
        links.customer_hk,
        interaction_states.channel,
        interaction_states.interaction_type,
        interaction_states.sentiment,
        interaction_states.resolution_hours,
        interaction_states.csat_score,
        interaction_states.nps_score,
        interaction_states.outcome,
        interaction_states.agent_id,
        interaction_states.effective_from as interacted_at
    from interaction_states
    inner join interactions
        on interaction_states.interaction_hk = interactions.interaction_hk
    left join links
        on interaction_states.interaction_hk = links.interaction_hk
    qualify row_number() over (
        partition by interactions.interaction_hk
        order by links.loaded_at asc, links.customer_hk asc
    ) = 1

)

select * from interactions_with_customer
