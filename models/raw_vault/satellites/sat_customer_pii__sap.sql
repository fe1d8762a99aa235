-- Grain: one row per SAP customer and change of its personal data.
{{ automate_dv.sat(
    src_pk='customer_hk',
    src_hashdiff='customer_pii_hashdiff',
    src_payload=[
        'name_1',
        'name_2',
        'street',
        'city',
        'postcode',
        'region',
        'country',
        'phone',
        'email',
        'vat_id',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_sap__kna1',
    is_snapshot=true,
) }}
