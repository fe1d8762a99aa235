-- Grain: one row per delivered ledger entry.
{{ landing('finance_ledger_entries') }}
