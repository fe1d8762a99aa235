-- Grain: one row per web event and delivery that changed it.
{{ config(meta={
    'keeps_earliest': false, 'keeps_corrections': true, 'replaces_by': 'clickstream_hk',
}) }}
{{ automate_dv.nh_link(
    src_pk='clickstream_hk',
    src_fk=['visitor_hk'],
    src_payload=[
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
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_web__clickstream',
) }}
