-- Grain: one row per rejected row of the feed salesforce_contacts, with the reason.
{{ quarantine('salesforce_contacts') }}
