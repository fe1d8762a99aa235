-- Grain: one row per opportunity: its latest state and its current customer record.
{{ config(meta={
    'refresh_by': 'opportunity_hk',
    'refresh_from': {
        'sat_opportunity__salesforce': 'opportunity_hk',
        'hub_opportunity': 'opportunity_hk',
        'eff_sat_customer_opportunity': 'opportunity_hk',
    },
}) }}
with

latest_states as (

    {{ newest_rows(
        'sat_opportunity__salesforce', 'opportunity_hk', where=needs_refresh('opportunity_hk')
    ) }}

),

opportunities as (

    select * from {{ ref('hub_opportunity') }}

),

stages as (

    select * from {{ ref('deal_stages') }}

),

timeline as (

    {{ automate_dv.eff_sat_timeline(
        satellite='eff_sat_customer_opportunity',
        src_pk='customer_opportunity_hk',
        src_dfk='opportunity_hk',
        src_sfk='customer_hk',
        src_start_date='start_at',
        src_end_date='end_at',
        src_ldts='loaded_at',
    ) }}

),

owners as (

    select * from timeline
    where end_at = {{ automate_dv.end_of_time() }}

),

opportunities_with_owner as (

    select
        opportunities.opportunity_hk,
        opportunities.opportunity_id,
        owners.customer_hk,
        latest_states.deal_name,
        latest_states.amount,
        latest_states.currency,
        latest_states.stage,
        stages.outcome,
        latest_states.probability,
        latest_states.lead_source,
        latest_states.sales_rep_id,
        latest_states.created_at,
        latest_states.expected_close_date,
        latest_states.deal_closed_at,
        latest_states.product_interest,
        latest_states.competitor,
        latest_states.loss_reason
    from latest_states
    inner join opportunities
        on latest_states.opportunity_hk = opportunities.opportunity_hk
    inner join stages
        on latest_states.stage = stages.stage
    left join owners
        on latest_states.opportunity_hk = owners.opportunity_hk

)

select * from opportunities_with_owner
