-- Grain: one row per finance account and change of its data.
{{ automate_dv.sat(
    src_pk='account_hk',
    src_hashdiff='account_hashdiff',
    src_payload=[
        'account_number',
        'account_type',
        'account_status',
        'currency',
        'opened_date',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_finance__accounts',
) }}
