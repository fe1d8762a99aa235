-- Marts show wrong values if a satellite's latest rows differ from the feed
-- marketing_leads.
{{ differs_from_feed(
    stage='stg_marketing__leads',
    satellite='sat_customer__marketing',
    hash_key='customer_hk',
    hashdiff='customer_hashdiff',
) }}

union all

{{ differs_from_feed(
    stage='stg_marketing__leads',
    satellite='sat_customer_pii__marketing',
    hash_key='customer_hk',
    hashdiff='customer_pii_hashdiff',
) }}
