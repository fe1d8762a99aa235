-- Grain: one row per ledger entry and delivery that changed it.
{{ config(meta={
    'keeps_earliest': false, 'keeps_corrections': true, 'replaces_by': 'ledger_entry_hk',
}) }}
{{ automate_dv.nh_link(
    src_pk='ledger_entry_hk',
    src_fk=['transaction_hk'],
    src_payload=[
        'ledger_entry_id',
        'ledger_account',
        'side',
        'amount',
        'currency',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_finance__ledger_entries',
) }}
