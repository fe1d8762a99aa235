-- Totals in euro are too low, and costs missing, if the currency of an amount has no rate. The
-- amounts stay empty until the feed exchange_rates has a rate, which then also applies to all
-- earlier days.
{{ config(severity='warn') }}
{%- set marts = {
    'dim_account': 'balance',
    'dim_product': 'cost_price',
    'fact_fraud_signals': 'coalesce(flagged_amount, financial_impact)',
    'fact_pipeline': 'amount',
    'fact_sales': 'line_total',
    'fact_shipments': 'shipping_cost',
    'fact_transactions': 'amount',
} %}
with

amounts as (
    {% for mart, amount in marts.items() %}
    select
        '{{ mart }}' as mart,
        currency
    from {{ ref(mart) }}
    where {{ amount }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

currencies_without_rate as (

    select
        amounts.currency,
        amounts.mart,
        count(*) as amount_count
    from amounts
    left join rates
        on amounts.currency = rates.currency
    where
        amounts.currency is not null
        and rates.currency is null
    group by amounts.currency, amounts.mart

)

select * from currencies_without_rate
