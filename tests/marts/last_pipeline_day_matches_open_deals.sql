-- The sales forecast is wrong if the latest day misses an open deal or still has a closed one.
with

last_day as (

    select max(date_day) as date_day from {{ ref('fact_pipeline_daily') }}

),

open_on_last_day as (

    select
        daily.opportunity_hk,
        daily.amount
    from {{ ref('fact_pipeline_daily') }} as daily
    inner join last_day
        on daily.date_day = last_day.date_day
    where daily.is_open

),

open_now as (

    select
        opportunity_hk,
        amount
    from {{ ref('fact_pipeline') }}
    where is_open

),

compared as (

    select
        coalesce(open_on_last_day.opportunity_hk, open_now.opportunity_hk) as opportunity_hk,
        open_on_last_day.amount as daily_amount,
        open_now.amount
    from open_on_last_day
    full outer join open_now
        on open_on_last_day.opportunity_hk = open_now.opportunity_hk
    where open_on_last_day.amount is distinct from open_now.amount

)

select * from compared
