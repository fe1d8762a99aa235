-- Grain: one row per golden customer with at least one web event: its sessions.
with

customer_clicks as (

    select * from {{ ref('customer_clicks') }}

),

clicks as (

    {{ newest_rows('nh_link_clickstream', 'clickstream_hk') }}

),

identity as (

    select * from {{ ref('customer_identity') }}

),

web_activity as (

    select
        identity.customer_uid,
        count(distinct clicks.session_id) as session_count,
        sum(case when {{ is_conversion('clicks.event_type', 'clicks.page') }} then 1 else 0 end)
            as conversion_count,
        max(cast(clicks.effective_from as date)) as last_visit_date
    from customer_clicks
    inner join clicks
        on customer_clicks.clickstream_hk = clicks.clickstream_hk
    inner join identity
        on customer_clicks.customer_hk = identity.customer_hk
    group by identity.customer_uid

)

select * from web_activity
