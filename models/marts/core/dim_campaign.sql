-- Grain: one row per campaign on any marketing lead or web event.
with

leads as (

    {{ newest_rows('sat_customer__marketing', 'customer_hk') }}

),

web_events as (

    {{ newest_rows('nh_link_clickstream', 'clickstream_hk') }}

),

campaign_mentions as (

    select
        campaign,
        1 as lead_count,
        0 as click_count,
        cast(created_at as date) as seen_date
    from leads
    where campaign <> 'UNKNOWN'
    union all
    select
        utm_campaign as campaign,
        0 as lead_count,
        1 as click_count,
        cast(effective_from as date) as seen_date
    from web_events
    where utm_campaign <> 'UNKNOWN'

),

campaign_totals as (

    select
        campaign,
        sum(lead_count) as lead_count,
        sum(click_count) as click_count,
        min(seen_date) as first_seen_date,
        max(seen_date) as last_seen_date
    from campaign_mentions
    group by campaign

),

unknown_member as (

    select
        'UNKNOWN' as campaign,
        0 as lead_count,
        0 as click_count,
        {{ open_start('date') }} as first_seen_date,
        {{ open_start('date') }} as last_seen_date

),

all_members as (

    select * from campaign_totals
    union all
    select * from unknown_member

),

keyed_campaigns as (

    select
        {{ member_key('campaign') }} as campaign_key,
        campaign,
        cast(lead_count as integer) as lead_count,
        cast(click_count as integer) as click_count,
        first_seen_date,
        last_seen_date
    from all_members

)

select * from keyed_campaigns
