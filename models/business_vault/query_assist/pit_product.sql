-- Grain: one row per product and as-of date.
{{ automate_dv.pit(
    src_pk='product_hk',
    as_of_dates_table='as_of_dates',
    satellites={
        'sat_product__erp': {
            'pk': {'pk': 'product_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
            'hashdiff': 'product_hashdiff',
        },
        'sat_product_stock__erp': {
            'pk': {'pk': 'product_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
            'hashdiff': 'product_stock_hashdiff',
        },
    },
    stage_tables_ldts={
        'sat_product__erp': 'loaded_at',
        'sat_product_stock__erp': 'loaded_at',
    },
    src_ldts='loaded_at',
    source_model='hub_product',
) }}
