-- A satellite that shows another newest value than the feed orders gave would falsify every mart on it.
{{ differs_from_feed(
    stage='stg_shop__orders',
    satellite='sat_order__shop',
    hash_key='order_hk',
    hashdiff='order_hashdiff',
) }}
