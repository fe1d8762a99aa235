-- Search finds outdated messages, or misses new ones, if the latest messages in the vault differ
-- from the feed support_tickets.
{{ differs_from_feed(
    stage='stg_support__ticket_messages',
    satellite='sat_ticket_pii__support',
    hash_key='ticket_hk',
    hashdiff='message_hashdiff',
) }}
