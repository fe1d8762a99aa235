-- A satellite that shows another newest value than the feed products gave would falsify every mart on it.
{{ differs_from_feed(
    stage='stg_erp__products',
    satellite='sat_product__erp',
    hash_key='product_hk',
    hashdiff='product_hashdiff',
) }}

union all

{{ differs_from_feed(
    stage='stg_erp__products',
    satellite='sat_product_stock__erp',
    hash_key='product_hk',
    hashdiff='product_stock_hashdiff',
) }}
