-- Grain: one row per golden customer with at least one deal: their number and amounts.
with

deals as (

    select * from {{ ref('current_opportunities') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

deals_in_euro as (

    select
        identity.customer_uid,
        deals.outcome,
        {{ to_euro('deals.amount', 'rates.units_per_euro') }} as amount_eur
    from deals
    inner join identity
        on deals.customer_hk = identity.customer_hk
    left join rates
        on
            deals.currency = rates.currency
            and cast(deals.created_at as date) >= rates.valid_from
            and cast(deals.created_at as date) < rates.valid_to

),

deal_totals as (

    select
        customer_uid,
        count(*) as deal_count,
        sum(case when outcome = 'OPEN' then amount_eur else 0 end) as open_pipeline_eur,
        sum(case when outcome = 'WON' then amount_eur else 0 end) as won_amount_eur
    from deals_in_euro
    group by customer_uid

)

select * from deal_totals
