-- Grain: one row per delivery of a finance transaction and account in it.
{{ automate_dv.eff_sat(
    src_pk='account_transaction_hk',
    src_dfk=['transaction_hk', 'account_role'],
    src_sfk='account_hk',
    src_start_date='start_at',
    src_end_date='end_at',
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_finance__transaction_accounts',
) }}
