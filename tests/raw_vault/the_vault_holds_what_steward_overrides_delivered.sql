-- A satellite that shows another newest value than stewards gave would put a value in the marts that nobody wants.
{{ differs_from_feed(
    stage='stg_stewardship__overrides',
    satellite='sat_customer_override__steward',
    hash_key='customer_override_hk',
    hashdiff='customer_override_hashdiff',
) }}
