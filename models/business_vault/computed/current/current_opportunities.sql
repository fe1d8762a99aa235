-- Grain: one row per deal: its latest state and the customer record that it currently belongs to.
{{ config(meta={
    'refresh_by': 'opportunity_hk',
    'refresh_from': {
        'sat_opportunity__salesforce': 'opportunity_hk',
        'hub_opportunity': 'opportunity_hk',
        'eff_sat_customer_opportunity': 'opportunity_hk',
    },
}) }}
with

deal_states as (

    {{ newest_rows(
        'sat_opportunity__salesforce', 'opportunity_hk', where=needs_refresh('opportunity_hk')
    ) }}

),

deals as (

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
    where end_at = cast('{{ automate_dv.max_datetime() }}' as timestamp)

),

deals_with_owner as (

    select
        deals.opportunity_hk,
        deals.opportunity_id,
        owners.customer_hk,
        deal_states.deal_name,
        deal_states.amount,
        deal_states.currency,
        deal_states.stage,
        stages.outcome,
        deal_states.probability,
        deal_states.lead_source,
        deal_states.sales_rep_id,
        deal_states.created_at,
        deal_states.expected_close_date,
        deal_states.deal_closed_at,
        deal_states.product_interest,
        deal_states.competitor,
        deal_states.loss_reason
    from deal_states
    inner join deals
        on deal_states.opportunity_hk = deals.opportunity_hk
    inner join stages
        on deal_states.stage = stages.stage
    left join owners
        on deal_states.opportunity_hk = owners.opportunity_hk

)

select * from deals_with_owner
