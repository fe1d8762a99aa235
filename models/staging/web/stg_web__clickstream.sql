-- Grain: one row per accepted row of the feed clickstream.
with

source as (

    select * from {{ ref('landing_clickstream') }}
    where {{ is_pending('clickstream') }} and quarantine_reason is null

),

renamed as (

    select
        {{ typed('clickstream', 'EVENT_ID') }} as event_id,
        {{ typed('clickstream', 'SESSION_ID') }} as session_id,
        {{ typed('clickstream', 'VISITOR_ID') }} as visitor_id,
        lower({{ typed('clickstream', 'EMAIL_SHA256') }}) as email_sha256,
        {{ typed('clickstream', 'PAGE') }} as page,
        {{ typed('clickstream', 'EVENT_TYPE') }} as event_type,
        {{ typed('clickstream', 'DEVICE') }} as device,
        {{ typed('clickstream', 'BROWSER') }} as browser,
        {{ typed('clickstream', 'REFERRER') }} as referrer,
        {{ typed('clickstream', 'SESSION_SECONDS') }} as session_seconds,
        {{ typed('clickstream', 'PAGE_LOAD_MS') }} as page_load_ms,
        {{ typed('clickstream', 'UTM_CAMPAIGN') }} as utm_campaign,
        {{ typed('clickstream', 'COUNTRY') }} as visitor_country,
        {{ typed('clickstream', 'EVENT_TIME') }} as effective_from,
        cast(_loaded_at as {{ type_timestamp() }}) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(
            columns=key_text('clickstream.EVENT_ID', 'event_id'),
            alias='clickstream_hk',
        ) }},
        {{ automate_dv.hash(
            columns=key_text('clickstream.VISITOR_ID', 'visitor_id'),
            alias='visitor_hk',
        ) }}
    from renamed

),

flagged as (

    {{ flag_conflicts('hashed', 'clickstream') }}

)

select * from flagged
