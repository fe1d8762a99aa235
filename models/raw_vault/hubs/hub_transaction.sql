-- Grain: one row per finance transaction.
{{ automate_dv.hub(
    src_pk='transaction_hk',
    src_nk='transaction_id',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model=hub_sources('finance_transactions'),
) }}
