-- Grain: one row per Oracle customer and change of its personal data.
{{ automate_dv.sat(
    src_pk='customer_hk',
    src_hashdiff='customer_pii_hashdiff',
    src_payload=[
        'first_name',
        'last_name',
        'email',
        'phone',
        'birth_date',
        'national_id',
        'street',
        'city',
        'region',
        'postcode',
        'country',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_oracle__customers',
) }}
