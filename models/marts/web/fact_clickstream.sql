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
newest_clicks as (

    {{ newest_rows('nh_link_clickstream', 'clickstream_hk') }}

),

clicks as (

    select * from newest_clicks
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

clicks_with_customers as (

    select
        clicks.clickstream_hk,
        clicks.visitor_hk,
        clicks.event_id,
        clicks.session_id,
        visitors.visitor_id,
        customer_clicks.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        case
            when clicks.page is null then {{ unknown_key() }}
            else {{ surrogate_key(['clicks.page']) }}
        end as page_key,
        case
            when clicks.utm_campaign is null then {{ unknown_key() }}
            else {{ surrogate_key(['clicks.utm_campaign']) }}
        end as campaign_key,
        clicks.effective_from as event_at,
        cast(clicks.effective_from as date) as event_date,
        clicks.event_type,
        clicks.page,
        clicks.utm_campaign as campaign,
        clicks.device,
        clicks.browser,
        clicks.referrer,
        clicks.visitor_country,
        clicks.session_seconds,
        clicks.page_load_ms,
        customer_clicks.email_sha256 is not null as is_identified,
        {{ is_conversion('clicks.event_type', 'clicks.page') }} as is_conversion
    from clicks
    inner join visitors
        on clicks.visitor_hk = visitors.visitor_hk
    left join customer_clicks
        on clicks.clickstream_hk = customer_clicks.clickstream_hk
    left join customers
        on
            customer_clicks.customer_hk = customers.customer_hk
            and clicks.effective_from >= customers.valid_from
            and clicks.effective_from < customers.valid_to

)

select * from clicks_with_customers
