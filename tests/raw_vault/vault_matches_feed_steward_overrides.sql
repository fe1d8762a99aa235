-- The marts show a value that no steward set if the satellite's latest override differs from the
-- log.
{{ differs_from_feed(
    stage='stg_stewardship__overrides',
    satellite='sat_customer_override__steward',
    hash_key='customer_override_hk',
    hashdiff='customer_override_hashdiff',
) }}
