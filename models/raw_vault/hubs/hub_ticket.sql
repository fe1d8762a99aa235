-- Grain: one row per support ticket.
{{ automate_dv.hub(
    src_pk='ticket_hk',
    src_nk='ticket_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=hub_sources('support_tickets'),
) }}
