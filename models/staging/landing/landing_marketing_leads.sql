-- Grain: one row per delivered marketing lead.
{{ landing('marketing_leads') }}
