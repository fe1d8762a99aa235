-- Marts show wrong values if a satellite's latest rows differ from the feed
-- oracle_customers.
{{ differs_from_feed(
    stage='stg_oracle__customers',
    satellite='sat_customer__oracle',
    hash_key='customer_hk',
    hashdiff='customer_hashdiff',
) }}

union all

{{ differs_from_feed(
    stage='stg_oracle__customers',
    satellite='sat_customer_pii__oracle',
    hash_key='customer_hk',
    hashdiff='customer_pii_hashdiff',
) }}
