-- A satellite that shows another newest value than the feed shipments gave would falsify every mart on it.
{{ differs_from_feed(
    stage='stg_logistics__shipments',
    satellite='sat_shipment__logistics',
    hash_key='shipment_hk',
    hashdiff='shipment_hashdiff',
) }}
