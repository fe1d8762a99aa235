-- Marts show wrong values if a satellite's latest rows differ from the feed
-- salesforce_accounts.
{{ differs_from_feed(
    stage='stg_salesforce__accounts',
    satellite='sat_customer__salesforce',
    hash_key='customer_hk',
    hashdiff='customer_hashdiff',
) }}

union all

{{ differs_from_feed(
    stage='stg_salesforce__accounts',
    satellite='sat_customer_pii__salesforce',
    hash_key='customer_hk',
    hashdiff='customer_pii_hashdiff',
) }}
