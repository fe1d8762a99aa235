-- Grain: one row per interaction: its outcome and its customer record.
{{ config(meta={
    'refresh_by': 'interaction_hk',
    'refresh_from': {
        'sat_interaction__crm': 'interaction_hk',
        'hub_interaction': 'interaction_hk',
        'eff_sat_customer_interaction': 'interaction_hk',
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

-- An interaction whose customer was corrected has several rows; the customer of its current row is
-- valid.
delivered_customers as (

    select * from {{ ref('eff_sat_customer_interaction') }}

),

interactions_with_customer as (

    select
        interactions.interaction_hk,
        interactions.interaction_id,
        delivered_customers.customer_hk,
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
    left join delivered_customers
        on
            interaction_states.interaction_hk = delivered_customers.interaction_hk
            and interaction_states.effective_from = delivered_customers.effective_from
            and interaction_states.loaded_at = delivered_customers.loaded_at

)

select * from interactions_with_customer
