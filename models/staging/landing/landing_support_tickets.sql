-- Grain: one row per delivered state of a support ticket.
{{ landing(
    feed='support_tickets',
    checks=[
        required_key('TICKET_ID'),
        known_code('PRIORITY', ['LOW', 'NORMAL', 'HIGH', 'URGENT']),
        known_code('STATUS', ['OPEN', 'PENDING', 'CLOSED']),
        required_timestamp('OPENED_AT'),
        valid_timestamp('CLOSED_AT'),
        required_timestamp('UPDATED_AT'),
    ],
) }}
