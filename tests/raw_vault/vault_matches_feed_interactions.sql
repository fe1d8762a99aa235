-- Marts show wrong values if a satellite's latest rows differ from the feed interactions.
{{ differs_from_feed(
    stage='stg_crm__interactions',
    satellite='sat_interaction__crm',
    hash_key='interaction_hk',
    hashdiff='interaction_hashdiff',
    required=['interaction_hk', 'customer_hk', 'loaded_at'],
) }}
