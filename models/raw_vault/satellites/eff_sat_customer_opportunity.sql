-- Grain: one row per delivered change of the customer record of an opportunity.
{{ automate_dv.eff_sat(
    src_pk='customer_opportunity_hk',
    src_dfk='opportunity_hk',
    src_sfk='customer_hk',
    src_start_date='start_at',
    src_end_date='end_at',
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_salesforce__opportunities',
) }}
