-- Grain: one row per accepted row of the feed clickstream.
with

source as (

    select * from {{ ref('landing_clickstream') }}
    where {{ is_pending('clickstream') }} and quarantine_reason is null

),

renamed as (

    select
        {{ clean_text('EVENT_ID') }} as event_id,
        {{ clean_text('SESSION_ID') }} as session_id,
        {{ clean_text('VISITOR_ID') }} as visitor_id,
        lower({{ clean_text('EMAIL_SHA256') }}) as email_sha256,
        {{ clean_text('PAGE') }} as page,
        {{ clean_text('EVENT_TYPE') }} as event_type,
        {{ clean_text('DEVICE') }} as device,
        {{ clean_text('BROWSER') }} as browser,
        {{ clean_text('REFERRER') }} as referrer,
        cast({{ parse_decimal('SESSION_SECONDS', 18, 0) }} as integer) as session_seconds,
        cast({{ parse_decimal('PAGE_LOAD_MS', 18, 0) }} as integer) as page_load_ms,
        {{ clean_text('UTM_CAMPAIGN') }} as utm_campaign,
        {{ clean_text('COUNTRY') }} as visitor_country,
        {{ parse_timestamp('EVENT_TIME') }} as effective_from,
        cast(_loaded_at as timestamp) as loaded_at,
        _batch_id as batch_id,
        _landed_in as landed_in,
        _record_source as record_source
    from source

),

hashed as (

    select
        *,
        {{ automate_dv.hash(columns='event_id', alias='clickstream_hk') }},
        {{ automate_dv.hash(columns='visitor_id', alias='visitor_hk') }}
    from renamed

)

select * from hashed
