-- Grain: one row per record version and block key.
{{ config(meta={
    'refresh_by': 'record_id',
    'refresh_from': {
        'matchable_records': 'record_id',
    },
}) }}
{{ block_keys(records=rows_to_refresh('matchable_records', 'record_id')) }}
