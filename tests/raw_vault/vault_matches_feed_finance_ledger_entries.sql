-- Marts show wrong figures if nh_link_ledger_entry lost or changed a row of the feed
-- finance_ledger_entries.
{{ rows_differ_from_feed(
    stage='stg_finance__ledger_entries',
    stored='nh_link_ledger_entry',
    columns=[
        'ledger_entry_hk',
        'transaction_hk',
        'ledger_entry_id',
        'ledger_account',
        'side',
        'amount',
        'currency',
        'effective_from',
    ],
) }}
