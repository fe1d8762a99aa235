-- Grain: one row per customer record of a source system.
{{ automate_dv.hub(
    src_pk='customer_hk',
    src_nk=['source_system', 'customer_id'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=customer_record_sources(),
) }}
