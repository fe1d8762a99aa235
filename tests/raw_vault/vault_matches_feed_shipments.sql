-- Marts show wrong values if a satellite's latest rows differ from the feed shipments.
{{ differs_from_feed(
    stage='stg_logistics__shipments',
    satellite='sat_shipment__logistics',
    hash_key='shipment_hk',
    hashdiff='shipment_hashdiff',
    required=['shipment_hk', 'order_hk', 'loaded_at'],
) }}
