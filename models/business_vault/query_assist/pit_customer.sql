-- Grain: one row per customer record and as-of date.
{{ automate_dv.pit(
    src_pk='customer_hk',
    as_of_dates_table='as_of_dates',
    satellites={
        'sat_customer__sap': {
            'pk': {'pk': 'customer_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
            'hashdiff': 'customer_hashdiff',
        },
        'sat_customer_pii__sap': {
            'pk': {'pk': 'customer_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
            'hashdiff': 'customer_pii_hashdiff',
        },
        'sat_customer__salesforce': {
            'pk': {'pk': 'customer_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
        },
        'sat_customer_pii__salesforce': {
            'pk': {'pk': 'customer_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
        },
        'sat_customer__oracle': {
            'pk': {'pk': 'customer_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
        },
        'sat_customer_pii__oracle': {
            'pk': {'pk': 'customer_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
        },
    },
    stage_tables_ldts={
        'sat_customer__sap': 'loaded_at',
        'sat_customer_pii__sap': 'loaded_at',
        'sat_customer__salesforce': 'loaded_at',
        'sat_customer_pii__salesforce': 'loaded_at',
        'sat_customer__oracle': 'loaded_at',
        'sat_customer_pii__oracle': 'loaded_at',
    },
    src_ldts='loaded_at',
    source_model='hub_customer',
) }}
