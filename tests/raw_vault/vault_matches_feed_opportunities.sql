-- Marts show wrong values if a satellite's latest rows differ from the feed opportunities.
{{ differs_from_feed(
    stage='stg_salesforce__opportunities',
    satellite='sat_opportunity__salesforce',
    hash_key='opportunity_hk',
    hashdiff='opportunity_hashdiff',
    required=['opportunity_hk', 'customer_hk', 'loaded_at'],
) }}
