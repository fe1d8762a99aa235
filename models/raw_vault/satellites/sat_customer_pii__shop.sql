-- Grain: one row per e-commerce buyer and change of the buyer data.
{{ automate_dv.sat(
    src_pk='customer_hk',
    src_hashdiff='buyer_pii_hashdiff',
    src_payload=[
        'buyer_email',
        'buyer_name',
        'buyer_phone',
        'buyer_postcode',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_shop__buyers',
) }}
