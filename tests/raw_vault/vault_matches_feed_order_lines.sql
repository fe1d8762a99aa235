-- Marts show wrong values if a satellite's latest rows differ from the feed order_lines.
{{ differs_from_feed(
    stage='stg_shop__order_lines',
    satellite='sat_order_product__shop',
    hash_key='order_product_hk',
    hashdiff='order_product_hashdiff',
) }}
