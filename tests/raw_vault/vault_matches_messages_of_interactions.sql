-- Search finds outdated messages, or misses new ones, if the latest messages in the vault differ
-- from the feed interactions.
{{ differs_from_feed(
    stage='stg_crm__interactions',
    satellite='sat_interaction_pii__crm',
    hash_key='interaction_hk',
    hashdiff='message_hashdiff',
) }}
