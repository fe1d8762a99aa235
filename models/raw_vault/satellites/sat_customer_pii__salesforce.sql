-- Grain: one row per Salesforce account and change of its personal data.
{{ automate_dv.sat(
    src_pk='customer_hk',
    src_hashdiff='customer_pii_hashdiff',
    src_payload=[
        'account_name',
        'email',
        'phone',
        'website',
        'street',
        'city',
        'postcode',
        'country',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_salesforce__accounts',
) }}
