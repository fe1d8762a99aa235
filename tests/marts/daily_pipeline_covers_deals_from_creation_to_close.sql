-- The sales forecast misses money if a deal enters the daily pipeline late or leaves it early.
with

daily as (

    select
        opportunity_hk,
        min(date_day) as first_day,
        max(case when not is_open then date_day end) as last_closed_day
    from {{ ref('fact_pipeline_daily') }}
    group by opportunity_hk

),

wrong_deals as (

    select
        deals.deal_id,
        deals.created_date,
        daily.first_day,
        deals.closed_date,
        daily.last_closed_day
    from {{ ref('fact_pipeline') }} as deals
    left join daily
        on deals.opportunity_hk = daily.opportunity_hk
    where
        daily.first_day is distinct from deals.created_date
        or (not deals.is_open and daily.last_closed_day is distinct from deals.closed_date)

)

select * from wrong_deals
