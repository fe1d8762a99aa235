-- Grain: one row per delivered marketing lead.
{{ landing(
    feed='marketing_leads',
    checks=[
        required_key('LEAD_ID'),
        required_timestamp('CREATED_AT'),
    ],
) }}
