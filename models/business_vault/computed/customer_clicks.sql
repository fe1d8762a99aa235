-- Grain: one row per web event: the customer record that it belongs to, if anybody ever said.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'visitor_hk',
        'refresh_also': ['visitors_of_other_owners'],
        'refresh_from': {
            'nh_link_clickstream': 'visitor_hk',
        },
    },
) }}
with

clicks as (

    select * from {{ ref('nh_link_clickstream') }}
    where {{ needs_refresh('visitor_hk') }}

),

owners as (

    select * from {{ ref('email_owners') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by visitor_hk
            order by effective_from, event_id
        ) as event_number
    from clicks

),

-- Several people may share a device, but not a session: who logs in before or after within the same
-- session comes first. Else it is who logs in next, for a visit leads up to a login; else who
-- logged in last.
compared as (

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
    from numbered

),

filled as (

    select
        compared.clickstream_hk,
        compared.visitor_hk,
        compared.event_id,
        compared.event_type,
        compared.effective_from as event_at,
        identified.email_sha256,
        owners.customer_hk
    from compared
    left join numbered as identified
        on
            compared.visitor_hk = identified.visitor_hk
            and coalesce(
                compared.next_in_session,
                compared.last_in_session,
                compared.next_of_visitor,
                compared.last_of_visitor
            ) = identified.event_number
    left join owners
        on identified.email_sha256 = owners.email_sha256

)

select * from filled
