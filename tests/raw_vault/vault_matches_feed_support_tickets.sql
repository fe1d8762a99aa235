-- Marts show wrong values if a satellite's latest rows differ from the feed
-- support_tickets.
{{ differs_from_feed(
    stage='stg_support__tickets',
    satellite='sat_ticket__support',
    hash_key='ticket_hk',
    hashdiff='ticket_hashdiff',
) }}
