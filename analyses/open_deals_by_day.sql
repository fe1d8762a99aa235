-- How many deals were in each stage, as of each of the latest deliveries?
with

deals_as_of as (

    select * from {{ ref('pit_opportunity') }}

),

deal_states as (

    select * from {{ ref('sat_opportunity__salesforce') }}

),

counted as (

    select
        deals_as_of.as_of_date,
        deal_states.stage,
        deal_states.currency,
        count(*) as deals,
        sum(deal_states.amount) as amount
    from deals_as_of
    inner join deal_states
        on
            deals_as_of.sat_opportunity__salesforce_pk = deal_states.opportunity_hk
            and deals_as_of.sat_opportunity__salesforce_ldts = deal_states.loaded_at
            and deals_as_of.sat_opportunity__salesforce_eff = deal_states.effective_from
    group by deals_as_of.as_of_date, deal_states.stage, deal_states.currency

)

select * from counted
order by as_of_date desc, stage asc, currency asc
