-- Grain: one row per finance account and as-of date.
{{ automate_dv.pit(
    src_pk='account_hk',
    as_of_dates_table='as_of_dates',
    satellites={
        'sat_account__finance': {
            'pk': {'pk': 'account_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
        },
        'sat_account_balance__finance': {
            'pk': {'pk': 'account_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
        },
    },
    stage_tables_ldts={
        'sat_account__finance': 'loaded_at',
        'sat_account_balance__finance': 'loaded_at',
    },
    src_ldts='loaded_at',
    source_model='hub_account',
) }}
