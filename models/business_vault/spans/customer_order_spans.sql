-- Grain: one row per order and span of time in which it belonged to a customer record.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'order_hk',
        'refresh_from': {'eff_sat_customer_order': 'order_hk'},
    },
) }}
with

timeline as (

    {{ automate_dv.eff_sat_timeline(
        satellite='eff_sat_customer_order',
        src_pk='customer_order_hk',
        src_dfk='order_hk',
        src_sfk='customer_hk',
        src_start_date='start_at',
        src_end_date='end_at',
        src_ldts='loaded_at',
    ) }}

),

refreshed_spans as (

    select * from timeline
    where {{ needs_refresh('order_hk') }}

)

select * from refreshed_spans
