-- Grain: one row per rejected row of the feed finance_accounts, as delivered, with the reason.
{{ quarantine('finance_accounts') }}
