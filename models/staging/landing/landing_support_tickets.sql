-- Grain: one row per delivered state of a support ticket.
{{ landing('support_tickets') }}
