-- Grain: one row per finance account and span of time in which a customer record owned it.
with

ownership_timeline as (

    {{ automate_dv.eff_sat_timeline(
        satellite='eff_sat_customer_account',
        src_pk='customer_account_hk',
        src_dfk='account_hk',
        src_sfk='customer_hk',
        src_start_date='start_at',
        src_end_date='end_at',
        src_ldts='loaded_at',
    ) }}

),

ownership_spans as (

    {{ ownership_spans('ownership_timeline') }}

)

select * from ownership_spans
