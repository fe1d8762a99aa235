-- Grain: one row per opportunity and change of its state.
{{ automate_dv.sat(
    src_pk='opportunity_hk',
    src_hashdiff='opportunity_hashdiff',
    src_payload=[
        'deal_name',
        'amount',
        'currency',
        'stage',
        'probability',
        'lead_source',
        'sales_rep_id',
        'created_at',
        'expected_close_date',
        'deal_closed_at',
        'product_interest',
        'competitor',
        'loss_reason',
    ],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_salesforce__opportunities',
) }}
