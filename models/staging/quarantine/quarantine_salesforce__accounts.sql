-- Grain: one row per rejected row of the feed salesforce_accounts, with the reason.
{{ quarantine('salesforce_accounts') }}
