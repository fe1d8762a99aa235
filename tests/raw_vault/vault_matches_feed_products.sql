-- Marts show wrong values if a satellite's latest rows differ from the feed products.
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

union all

{{ rows_with_nulls(
    'stg_erp__products_presence', 'sat_product__erp', ['product_hk', 'loaded_at']
) }}
