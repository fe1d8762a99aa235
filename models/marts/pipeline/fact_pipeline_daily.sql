-- Grain: one row per deal and day on which it was open or was closed, at the end of the day.
-- A changed deal is recomputed from its first day. Other deals only get the missing days, and the
-- days whose exchange rate changed.
{{ config(meta={
    'refresh_by': 'opportunity_hk',
    'customer_at': end_of_day('date_day'),
    'refresh_from': {
        'current_opportunities': 'opportunity_hk',
        'opportunity_states': 'opportunity_hk',
        'exchange_rate_spans': none,
    },
    'replaces_by': 'opportunity_hk, date_day',
}) }}
with

deal_days as (

    select * from {{ ref('opportunity_daily_states') }}

),

deals as (

    select * from {{ ref('current_opportunities') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

{% if is_later_load() %}
unchanged_deals as (

    select distinct opportunity_hk from {{ this }}
    where not {{ needs_refresh('opportunity_hk') }}

),

missing_days as (

    select cast({{ dbt.dateadd('day', 1, 'max(date_day)') }} as date) as first_day
    from {{ this }}

),

new_rates as (

    select * from rates
    where loaded_at in ({{ pending_loads('exchange_rate_spans') }})

),
{% endif %}
days_to_compute as (

    select deal_days.*
    from deal_days
    {%- if is_later_load() %}
    cross join missing_days
    left join unchanged_deals
        on deal_days.opportunity_hk = unchanged_deals.opportunity_hk
    left join new_rates
        on
            deal_days.currency = new_rates.currency
            and deal_days.date_day >= new_rates.valid_from
            and deal_days.date_day < new_rates.valid_to
    where
        unchanged_deals.opportunity_hk is null
        or deal_days.date_day >= missing_days.first_day
        or new_rates.currency is not null
    {%- endif %}

),

daily_facts as (

    select
        days_to_compute.opportunity_hk,
        deals.opportunity_id as deal_id,
        days_to_compute.date_day,
        deals.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        {{ member_key('deals.sales_rep_id') }} as sales_rep_key,
        days_to_compute.stage,
        days_to_compute.outcome = 'OPEN' as is_open,
        days_to_compute.currency,
        days_to_compute.amount,
        days_to_compute.probability,
        cast(round(days_to_compute.amount * days_to_compute.probability, 2) as decimal(18, 2))
            as weighted_amount,
        {{ to_euro('days_to_compute.amount', 'rates.units_per_euro') }} as amount_eur,
        {{ to_euro(
            'days_to_compute.amount * days_to_compute.probability', 'rates.units_per_euro'
        ) }} as weighted_amount_eur
    from days_to_compute
    inner join deals
        on days_to_compute.opportunity_hk = deals.opportunity_hk
    left join customers
        on
            deals.customer_hk = customers.customer_hk
            and {{ end_of_day('days_to_compute.date_day') }} >= customers.valid_from
            and {{ end_of_day('days_to_compute.date_day') }} < customers.valid_to
    left join rates
        on
            days_to_compute.currency = rates.currency
            and days_to_compute.date_day >= rates.valid_from
            and days_to_compute.date_day < rates.valid_to

)

select * from daily_facts
