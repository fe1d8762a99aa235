-- Grain: one row per delivery of an interaction and customer record in it.
{{ automate_dv.eff_sat(
    src_pk='customer_interaction_hk',
    src_dfk='interaction_hk',
    src_sfk='customer_hk',
    src_start_date={'source_column': 'effective_from', 'alias': 'start_at'},
    src_end_date={
        'source_column': automate_dv.end_of_time(),
        'alias': 'end_at',
    },
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_crm__interactions',
) }}
