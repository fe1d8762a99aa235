-- Grain: one row per finance transaction and change of its state.
{{ automate_dv.sat(
    src_pk='transaction_hk',
    src_hashdiff='transaction_hashdiff',
    src_payload=[
        'transaction_type',
        'amount',
        'currency',
        'transacted_at',
        'merchant',
        'transaction_category',
        'transaction_status',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_finance__transactions',
) }}
