-- Grain: one row per currency and span of days in which a rate applies.
{{ config(meta={'load_column': 'loaded_at'}) }}
with

rates as (

    {{ newest_rows('ref_exchange_rates', 'currency, rate_date', where="currency <> 'EUR'") }}

),

rate_spans as (

    {{ rate_spans('rates') }}

),

-- Rates are units per euro, so the euro has rate 1 on every day, delivered or not.
with_euro as (

    select * from rate_spans
    union all
    select
        'EUR' as currency,
        {{ open_start('date') }} as valid_from,
        {{ open_end('date') }} as valid_to,
        cast(1 as decimal(18, 6)) as units_per_euro,
        {{ open_start() }} as loaded_at

)

select * from with_euro
