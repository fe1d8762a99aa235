-- Which campaigns bring visitors who request a demo, start a trial or check out?
with

web_events as (

    select * from {{ ref('fact_clickstream') }}

),

sessions as (

    select
        session_id,
        coalesce(max(campaign), 'no campaign') as campaign,
        max(case when is_conversion then 1 else 0 end) as has_converted,
        max(case when is_identified then 1 else 0 end) as has_identified
    from web_events
    group by session_id

),

campaign_totals as (

    select
        campaign,
        count(*) as session_count,
        sum(has_identified) as identified_sessions,
        sum(has_converted) as converted_sessions
    from sessions
    group by campaign

),

conversion_rates as (

    select
        *,
        round(converted_sessions / cast(session_count as double), 4) as conversion_rate
    from campaign_totals

)

select * from conversion_rates
order by conversion_rate desc, campaign asc
