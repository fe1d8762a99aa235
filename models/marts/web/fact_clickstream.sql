-- Grain: one row per web event.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='visitor_hk',
    on_schema_change='fail',
) }}
with

{{ touched(
    'visitor_hk',
    loads=['nh_link_clickstream'],
    event_at='event_at',
    owned_by={'table': 'customer_clicks', 'on': 'clickstream_hk'},
) }}

clicks as (

    select * from {{ ref('nh_link_clickstream') }}
    where {{ is_touched('visitor_hk') }}

),

customer_clicks as (

    select * from {{ ref('customer_clicks') }}

),

visitors as (

    select * from {{ ref('hub_visitor') }}

),

pages as (

    select * from {{ ref('dim_page') }}

),

campaigns as (

    select * from {{ ref('dim_campaign') }}

),

customers as (

    select * from {{ ref('customer_resolution') }}

),

joined as (

    select
        clicks.clickstream_hk,
        clicks.visitor_hk,
        clicks.event_id,
        clicks.session_id,
        visitors.visitor_id,
        customer_clicks.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        coalesce(pages.page_key, {{ unknown_key() }}) as page_key,
        coalesce(campaigns.campaign_key, {{ unknown_key() }}) as campaign_key,
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
        coalesce(clicks.event_type = 'form_submit' and pages.is_conversion_page, false)
            as is_conversion
    from clicks
    inner join visitors
        on clicks.visitor_hk = visitors.visitor_hk
    left join customer_clicks
        on clicks.clickstream_hk = customer_clicks.clickstream_hk
    left join pages
        on clicks.page = pages.page
    left join campaigns
        on clicks.utm_campaign = campaigns.campaign
    left join customers
        on
            customer_clicks.customer_hk = customers.customer_hk
            and clicks.effective_from >= customers.valid_from
            and clicks.effective_from < customers.valid_to

)

select * from joined
