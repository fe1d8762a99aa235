-- Grain: one row per finance account and change of its balance.
{{ automate_dv.sat(
    src_pk='account_hk',
    src_hashdiff='account_balance_hashdiff',
    src_payload=[
        'balance',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_finance__accounts',
) }}
