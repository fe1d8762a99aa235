-- Grain: one row per golden customer with at least one opportunity: their number and amounts.
with

opportunities as (

    select * from {{ ref('current_opportunities') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

opportunities_in_euro as (

    select
        identity.customer_uid,
        opportunities.outcome,
        {{ to_euro('opportunities.amount', 'rates.units_per_euro') }} as amount_eur
    from opportunities
    inner join identity
        on opportunities.customer_hk = identity.customer_hk
    left join rates
        on
            opportunities.currency = rates.currency
            and cast(opportunities.created_at as date) >= rates.valid_from
            and cast(opportunities.created_at as date) < rates.valid_to

),

opportunity_totals as (

    select
        customer_uid,
        count(*) as opportunity_count,
        sum(case when outcome = 'OPEN' then amount_eur else 0 end) as open_pipeline_eur,
        sum(case when outcome = 'WON' then amount_eur else 0 end) as won_amount_eur
    from opportunities_in_euro
    group by customer_uid

)

select * from opportunity_totals
