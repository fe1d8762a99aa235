-- A satellite that shows another newest value than the feed opportunities gave would falsify every mart on it.
{{ differs_from_feed(
    stage='stg_salesforce__opportunities',
    satellite='sat_opportunity__salesforce',
    hash_key='opportunity_hk',
    hashdiff='opportunity_hashdiff',
) }}
