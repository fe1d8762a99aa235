-- Grain: one row per interaction and its customer record.
{{ automate_dv.link(
    src_pk='customer_interaction_hk',
    src_fk=['customer_hk', 'interaction_hk'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_crm__interactions',
) }}
