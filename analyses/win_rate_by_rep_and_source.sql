-- How do deals move through the funnel, and which sales reps and lead sources win them?
with

deals as (

    select * from {{ ref('fact_pipeline') }}

),

reps as (

    select * from {{ ref('dim_sales_rep') }}

),

deals_with_reps as (

    select
        reps.sales_rep_id,
        coalesce(deals.lead_source, 'unknown') as lead_source,
        deals.furthest_stage,
        deals.is_won,
        deals.is_lost,
        deals.is_open,
        deals.amount_eur,
        deals.age_days
    from deals
    inner join reps
        on deals.sales_rep_key = reps.sales_rep_key

),

deal_totals as (

    select
        sales_rep_id,
        lead_source,
        count(*) as deals,
        sum(
            case when is_won or furthest_stage in ('Proposal', 'Negotiation') then 1 else 0 end
        ) as deals_with_proposal,
        sum(case when is_open then 1 else 0 end) as open_deals,
        sum(case when is_won then 1 else 0 end) as won_deals,
        sum(case when is_lost then 1 else 0 end) as lost_deals,
        sum(case when is_won then amount_eur else 0 end) as won_eur,
        sum(case when is_open then amount_eur else 0 end) as open_eur
    from deals_with_reps
    group by sales_rep_id, lead_source

),

win_rates as (

    select
        *,
        round(
            won_deals / cast(nullif(won_deals + lost_deals, 0) as double), 4
        ) as win_rate
    from deal_totals

)

select * from win_rates
order by won_eur desc, sales_rep_id asc, lead_source asc
