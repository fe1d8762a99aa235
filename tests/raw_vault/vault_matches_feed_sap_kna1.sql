-- Marts show wrong values if a satellite's latest rows differ from the feed sap_kna1.
{{ differs_from_feed(
    stage='stg_sap__kna1',
    satellite='sat_customer__sap',
    hash_key='customer_hk',
    hashdiff='customer_hashdiff',
) }}

union all

{{ differs_from_feed(
    stage='stg_sap__kna1',
    satellite='sat_customer_pii__sap',
    hash_key='customer_hk',
    hashdiff='customer_pii_hashdiff',
) }}

union all

{{ rows_with_nulls(
    'stg_sap__kna1_presence', 'sat_customer__sap', ['customer_hk', 'loaded_at']
) }}
