-- Grain: one row per finance transaction and account in it.
{{ automate_dv.link(
    src_pk='account_transaction_hk',
    src_fk=['account_hk', 'transaction_hk'],
    src_extra_columns=['account_role'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_finance__transaction_accounts',
) }}
