-- Grain: one row per finance account.
{{ automate_dv.hub(
    src_pk='account_hk',
    src_nk='account_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=hub_sources('finance_accounts', replaced={
        'stg_finance__transactions': 'stg_finance__transaction_accounts',
    }),
) }}
