-- Grain: one row per delivered steward decision about two customer records.
{{ landing(
    feed='steward_decisions',
    checks=[
        "case when source_system_l = source_system_r and customer_id_l = customer_id_r"
        ~ " then 'same_record in customer_id_r' end",
        not_after('decided_at', parse_timestamp('decided_at'), parse_timestamp('_loaded_at')),
    ],
) }}
