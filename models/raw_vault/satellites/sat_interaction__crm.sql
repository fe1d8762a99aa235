-- Grain: one row per interaction with a customer.
{{ automate_dv.sat(
    src_pk='interaction_hk',
    src_hashdiff='interaction_hashdiff',
    src_payload=[
        'channel',
        'interaction_type',
        'sentiment',
        'resolution_hours',
        'csat_score',
        'nps_score',
        'outcome',
        'agent_id',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_crm__interactions',
) }}
