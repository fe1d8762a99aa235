-- Grain: one row per rejected row of the feed finance_accounts, with the reason.
{{ quarantine('finance_accounts') }}
