-- Grain: one row per delivered row of Salesforce's accounts.
{{ landing('salesforce_accounts') }}
