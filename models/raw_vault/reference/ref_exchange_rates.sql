-- Grain: one row per currency and day.
{{ automate_dv.ref_table(
    src_pk=['currency', 'rate_date'],
    src_extra_columns=['units_per_euro'],
    src_ldts='loaded_at',
    src_source='record_source',
    source_model='stg_ecb__exchange_rates',
) }}
