-- Marts show wrong figures if nh_link_clickstream lost or changed a row of the feed clickstream.
{{ rows_differ_from_feed(
    stage='stg_web__clickstream',
    stored='nh_link_clickstream',
    columns=[
        'clickstream_hk',
        'visitor_hk',
        'event_id',
        'session_id',
        'email_sha256',
        'page',
        'event_type',
        'device',
        'browser',
        'referrer',
        'session_seconds',
        'page_load_ms',
        'utm_campaign',
        'visitor_country',
        'effective_from',
    ],
) }}
