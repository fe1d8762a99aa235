-- Grain: one row per delivered state of a finance account.
{{ landing('finance_accounts') }}
