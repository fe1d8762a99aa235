-- Grain: one row per delivered steward decision about two customer records.
{{ landing(
    feed='steward_decisions',
    checks=[
        required_key('decision_id'),
        known_code('source_system_l', customer_systems()),
        required_key('customer_id_l'),
        known_code('source_system_r', customer_systems()),
        required_key('customer_id_r'),
        "case when source_system_l = source_system_r and " ~ clean_text('customer_id_l') ~ " = "
        ~ clean_text('customer_id_r') ~ " then 'same_record in customer_id_r' end",
        known_code('decision', ['SAME', 'DIFFERENT', 'UNSURE']),
        required_timestamp('decided_at'),
        not_after('decided_at', parse_timestamp('decided_at'), parse_timestamp('_loaded_at')),
        required_text('steward'),
        required_text('reason'),
    ],
    columns=[
        'decision_id', 'source_system_l', 'customer_id_l', 'source_system_r', 'customer_id_r',
        'decision', 'decided_at', 'steward', 'reason', '_loaded_at', '_batch_id', '_record_source',
    ],
) }}
