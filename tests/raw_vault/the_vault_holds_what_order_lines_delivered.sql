-- A satellite that shows another newest value than the feed order_lines gave would falsify every mart on it.
{{ differs_from_feed(
    stage='stg_shop__order_lines',
    satellite='sat_order_product__shop',
    hash_key='order_product_hk',
    hashdiff='order_product_hashdiff',
) }}
