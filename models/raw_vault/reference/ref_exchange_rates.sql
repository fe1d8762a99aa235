-- Grain: one row per currency, day and delivery that changed the rate.
{{ config(meta={'keeps_corrections': true, 'replaces_by': 'currency, rate_date'}) }}
{{ automate_dv.ref_table(
    src_pk=['currency', 'rate_date'],
    src_extra_columns=['units_per_euro'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_ecb__exchange_rates',
) }}
