-- Grain: one row per web event: the customer record that it is attributed to, if any.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'visitor_hk',
        'refresh_also': ['visitors_of_other_owners'],
        'refresh_from': {
            'nh_link_clickstream': {'macro': 'visitors_of_events'},
        },
    },
) }}
with

-- A corrected event may have moved to another visitor.
newest_clicks as (

    {{ newest_rows('nh_link_clickstream', 'clickstream_hk') }}

),

clicks as (

    select * from newest_clicks
    where {{ needs_refresh('visitor_hk') }}

),

owners as (

    select * from {{ ref('email_owners') }}

),

numbered_events as (

    select
        *,
        row_number() over (
            partition by visitor_hk
            order by effective_from, event_id
        ) as event_number
    from clicks

),

-- Several people may share a device, but not a session, so a login in the same session comes first.
-- Second is the next login on the device, because a session leads up to a login; third, the
-- previous one.
nearest_logins as (

    select
        *,
        min(case when email_sha256 is not null then event_number end) over (
            partition by visitor_hk, session_id
            order by event_number
            rows between current row and unbounded following
        ) as next_in_session,
        max(case when email_sha256 is not null then event_number end) over (
            partition by visitor_hk, session_id
            order by event_number
            rows between unbounded preceding and current row
        ) as last_in_session,
        min(case when email_sha256 is not null then event_number end) over (
            partition by visitor_hk
            order by event_number
            rows between current row and unbounded following
        ) as next_of_visitor,
        max(case when email_sha256 is not null then event_number end) over (
            partition by visitor_hk
            order by event_number
            rows between unbounded preceding and current row
        ) as last_of_visitor
    from numbered_events

),

attributed_events as (

    select
        nearest_logins.clickstream_hk,
        nearest_logins.visitor_hk,
        nearest_logins.event_id,
        nearest_logins.event_type,
        nearest_logins.effective_from as event_at,
        identified.email_sha256,
        owners.customer_hk
    from nearest_logins
    left join numbered_events as identified
        on
            nearest_logins.visitor_hk = identified.visitor_hk
            and coalesce(
                nearest_logins.next_in_session,
                nearest_logins.last_in_session,
                nearest_logins.next_of_visitor,
                nearest_logins.last_of_visitor
            ) = identified.event_number
    left join owners
        on identified.email_sha256 = owners.email_sha256

)

select * from attributed_events
