-- A deal that is missing on the newest day, or there after it was closed, falsifies the forecast.
with

newest_day as (

    select max(date_day) as date_day from {{ ref('fact_pipeline_daily') }}

),

open_then as (

    select
        daily.opportunity_hk,
        daily.amount
    from {{ ref('fact_pipeline_daily') }} as daily
    inner join newest_day
        on daily.date_day = newest_day.date_day
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
        coalesce(open_then.opportunity_hk, open_now.opportunity_hk) as opportunity_hk,
        open_then.amount as daily_amount,
        open_now.amount
    from open_then
    full outer join open_now
        on open_then.opportunity_hk = open_now.opportunity_hk
    where open_then.amount is distinct from open_now.amount

)

select * from compared
