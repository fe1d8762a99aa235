-- Grain: one row per currency and span of days in which a rate applies.
{{ config(meta={'load_column': 'loaded_at'}) }}
with

rates as (

    select * from {{ ref('ref_exchange_rates') }}

),

-- A rate applies until the next one; the first rate also applies to all earlier days.
rate_spans as (

    select
        currency,
        case
            when row_number() over (
                partition by currency
                order by rate_date
            ) = 1 then cast('1900-01-01' as date)
            else rate_date
        end as valid_from,
        coalesce(
            lead(rate_date) over (
                partition by currency
                order by rate_date
            ),
            cast('9999-12-31' as date)
        ) as valid_to,
        units_per_euro,
        loaded_at
    from rates

)

select * from rate_spans
