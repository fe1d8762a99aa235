-- Grain: one row per ticket and change of its state.
{{ automate_dv.sat(
    src_pk='ticket_hk',
    src_hashdiff='ticket_hashdiff',
    src_payload=[
        'issue_type',
        'priority',
        'ticket_status',
        'opened_at',
        'closed_at',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_support__tickets',
) }}
