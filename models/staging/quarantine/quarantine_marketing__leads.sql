-- Grain: one row per rejected row of the feed marketing_leads, with the reason.
{{ quarantine('marketing_leads') }}
