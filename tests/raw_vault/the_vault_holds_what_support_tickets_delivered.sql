-- A satellite that shows another newest value than the feed support_tickets gave would falsify every mart on it.
{{ differs_from_feed(
    stage='stg_support__tickets',
    satellite='sat_ticket__support',
    hash_key='ticket_hk',
    hashdiff='ticket_hashdiff',
) }}
