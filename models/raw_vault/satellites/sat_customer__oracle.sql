-- Grain: one row per Oracle customer and change of its account data.
{{ automate_dv.sat(
    src_pk='customer_hk',
    src_hashdiff='customer_hashdiff',
    src_payload=[
        'customer_type',
        'segment',
        'industry',
        'registration_date',
        'customer_status',
        'stated_lifetime_value',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_oracle__customers',
) }}
