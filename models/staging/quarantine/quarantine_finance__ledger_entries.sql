-- Grain: one row per rejected row of the feed finance_ledger_entries, with the reason.
{{ quarantine('finance_ledger_entries') }}
