-- Grain: one row per Salesforce account, contact and delivery that changed the account's contacts.
{{ automate_dv.ma_sat(
    src_pk='customer_hk',
    src_cdk=['contact_id'],
    src_hashdiff='contact_hashdiff',
    src_payload=['first_name', 'last_name', 'job_title', 'email', 'phone'],
    src_eff='effective_from',
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_salesforce__contacts',
) }}
