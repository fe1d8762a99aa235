-- Grain: one row per finance account.
{{ automate_dv.hub(
    src_pk='account_hk',
    src_nk='account_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=[
        'stg_finance__accounts',
        'stg_finance__transaction_accounts',
    ],
) }}
