-- Grain: one row per web event.
{{ config(meta={
    'refresh_by': 'visitor_hk',
    'customer_at': 'event_at',
    'refresh_from': {
        'nh_link_clickstream': {'macro': 'visitors_of_events'},
        'customer_clicks': 'visitor_hk',
        'hub_visitor': 'visitor_hk',
    },
}) }}
with

-- A corrected event may have moved to another visitor.
newest_web_events as (

    {{ newest_rows('nh_link_clickstream', 'clickstream_hk') }}

),

web_events as (

    select * from newest_web_events
    where {{ needs_refresh('visitor_hk') }}

),

customer_clicks as (

    select * from {{ ref('customer_clicks') }}

),

visitors as (

    select * from {{ ref('hub_visitor') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

web_events_with_customers as (

    select
        web_events.clickstream_hk,
        web_events.visitor_hk,
        web_events.event_id,
        web_events.session_id,
        visitors.visitor_id,
        customer_clicks.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        {{ member_key('web_events.page') }} as page_key,
        {{ member_key('web_events.utm_campaign') }} as campaign_key,
        web_events.effective_from as event_at,
        cast(web_events.effective_from as date) as event_date,
        web_events.event_type,
        web_events.page,
        web_events.utm_campaign as campaign,
        web_events.device,
        web_events.browser,
        web_events.referrer,
        web_events.visitor_country,
        web_events.session_seconds,
        web_events.page_load_ms,
        customer_clicks.email_sha256 is not null as is_identified,
        {{ is_conversion('web_events.event_type', 'web_events.page') }} as is_conversion
    from web_events
    inner join visitors
        on web_events.visitor_hk = visitors.visitor_hk
    left join customer_clicks
        on web_events.clickstream_hk = customer_clicks.clickstream_hk
    left join customers
        on
            customer_clicks.customer_hk = customers.customer_hk
            and web_events.effective_from >= customers.valid_from
            and web_events.effective_from < customers.valid_to

)

select * from web_events_with_customers
