-- Grain: one row per rejected row of the feed support_tickets, with the reason.
{{ quarantine('support_tickets') }}
