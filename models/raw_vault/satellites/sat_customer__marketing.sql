-- Grain: one row per marketing lead and change of its campaign data.
{{ automate_dv.sat(
    src_pk='customer_hk',
    src_hashdiff='customer_hashdiff',
    src_payload=[
        'campaign',
        'lead_source',
        'created_at',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_marketing__leads',
) }}
