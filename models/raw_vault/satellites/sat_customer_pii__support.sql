-- Grain: one row per ticket contact and change of its personal data.
{{ automate_dv.sat(
    src_pk='customer_hk',
    src_hashdiff='contact_pii_hashdiff',
    src_payload=[
        'email',
        'phone',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_support__tickets',
) }}
