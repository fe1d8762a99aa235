-- A satellite that shows another newest value than the feed marketing_leads gave would falsify every mart on it.
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
