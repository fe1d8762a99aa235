-- Grain: one row per ticket and change of its message.
{{ automate_dv.sat(
    src_pk='ticket_hk',
    src_hashdiff='message_hashdiff',
    src_payload=['message'],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_support__ticket_messages',
) }}
