-- Grain: one row per rejected row of the feed finance_transactions, with the reason.
{{ quarantine('finance_transactions') }}
