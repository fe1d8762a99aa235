-- Grain: one row per delivered version of a steward override.
{{ landing(
    feed='steward_overrides',
    checks=[
        required_key('override_id'),
        known_code('source_system', customer_systems()),
        required_key('customer_id'),
        known_code('attribute', survived_attributes()),
        required_text('attribute_value'),
        required_date('valid_from'),
        valid_date('valid_to'),
        not_after('valid_to', parse_date('valid_from'), parse_date('valid_to')),
        required_timestamp('decided_at'),
        not_after('decided_at', parse_timestamp('decided_at'), parse_timestamp('_loaded_at')),
        required_text('steward'),
        required_text('reason'),
    ],
    columns=[
        'override_id', 'source_system', 'customer_id', 'attribute', 'attribute_value',
        'valid_from', 'valid_to', 'reason', 'steward', 'decided_at', '_loaded_at', '_batch_id',
        '_record_source',
    ],
) }}
