-- Grain: one row per ticket and customer record of the person who opened it.
{{ automate_dv.link(
    src_pk='customer_ticket_hk',
    src_fk=['customer_hk', 'ticket_hk'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_support__tickets',
) }}
