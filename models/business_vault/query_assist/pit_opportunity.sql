-- Grain: one row per opportunity and as-of date.
{{ automate_dv.pit(
    src_pk='opportunity_hk',
    as_of_dates_table='as_of_dates',
    satellites={
        'sat_opportunity__salesforce': {
            'pk': {'pk': 'opportunity_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'eff': {'eff': 'effective_from'},
        },
    },
    stage_tables_ldts={
        'sat_opportunity__salesforce': 'loaded_at',
    },
    src_ldts='loaded_at',
    source_model='hub_opportunity',
) }}
