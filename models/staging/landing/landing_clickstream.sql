-- Grain: one row per delivered web event.
{{ landing(
    feed='clickstream',
    checks=[
        required_key('EVENT_ID'),
        required_key('SESSION_ID'),
        required_key('VISITOR_ID'),
        required_timestamp('EVENT_TIME'),
        known_code('EVENT_TYPE', [
            'page_view', 'click', 'scroll', 'search', 'download', 'video_play', 'form_start',
            'form_submit', 'login', 'logout',
        ]),
        known_code('DEVICE', ['desktop', 'mobile', 'tablet']),
        valid_number('SESSION_SECONDS'),
        valid_number('PAGE_LOAD_MS'),
    ],
) }}
