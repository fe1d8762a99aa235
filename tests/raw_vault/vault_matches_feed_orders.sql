-- Marts show wrong values if a satellite's latest rows differ from the feed orders.
{{ differs_from_feed(
    stage='stg_shop__orders',
    satellite='sat_order__shop',
    hash_key='order_hk',
    hashdiff='order_hashdiff',
) }}
