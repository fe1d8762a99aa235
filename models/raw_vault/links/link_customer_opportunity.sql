-- Grain: one row per opportunity and customer record that it belongs or once belonged to.
{{ automate_dv.link(
    src_pk='customer_opportunity_hk',
    src_fk=['customer_hk', 'opportunity_hk'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_salesforce__opportunities',
) }}
