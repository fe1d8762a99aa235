-- Grain: one row per rejected row of the feed marketing_leads, as delivered, with the reason.
{{ quarantine('marketing_leads') }}
