-- Grain: one row per deal and day on which it was open or was closed, at the end of the day.
-- A changed deal is recomputed from its first day. Other deals only get the missing days, and the
-- days whose exchange rate changed.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'opportunity_hk',
        'customer_at': end_of_day('date_day'),
        'refresh_from': {
            'current_opportunities': 'opportunity_hk',
            'opportunity_states': 'opportunity_hk',
            'exchange_rate_spans': none,
        },
        'replaces_by': 'opportunity_hk, date_day',
    },
) }}
with

states as (

    select * from {{ ref('opportunity_states') }}

),

stage_history as (

    select * from {{ ref('opportunity_stage_history') }}

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

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

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
-- The days to compute, per state of a deal.
spans_to_compute as (

    select
        states.*,
        {%- if is_later_load() %}
        case
            when unchanged_deals.opportunity_hk is null then cast(states.valid_from as date)
            else greatest(cast(states.valid_from as date), missing_days.first_day)
        end as first_day,
        {%- else %}
        cast(states.valid_from as date) as first_day,
        {%- endif %}
        cast(states.valid_to as date) as end_day
    from states
    {%- if is_later_load() %}
    left join unchanged_deals
        on states.opportunity_hk = unchanged_deals.opportunity_hk
    cross join missing_days
    union all
    select
        states.*,
        greatest(cast(states.valid_from as date), new_rates.valid_from) as first_day,
        least(cast(states.valid_to as date), new_rates.valid_to, missing_days.first_day)
            as end_day
    from states
    inner join unchanged_deals
        on states.opportunity_hk = unchanged_deals.opportunity_hk
    inner join new_rates
        on states.currency = new_rates.currency
    cross join missing_days
    {%- endif %}

),

-- A closed deal has one row on its closing day and none after it until it is reopened.
deal_spans as (

    select
        spans_to_compute.opportunity_hk,
        spans_to_compute.stage,
        spans_to_compute.outcome,
        spans_to_compute.amount,
        spans_to_compute.currency,
        spans_to_compute.probability,
        case
            when spans_to_compute.outcome = 'OPEN' then spans_to_compute.first_day
            else greatest(spans_to_compute.first_day, cast(stage_history.entered_at as date))
        end as first_day,
        case
            when spans_to_compute.outcome = 'OPEN' then spans_to_compute.end_day
            else
                least(
                    spans_to_compute.end_day,
                    cast({{ dbt.dateadd('day', 1, 'stage_history.entered_at') }} as date)
                )
        end as end_day
    from spans_to_compute
    inner join stage_history
        on
            spans_to_compute.opportunity_hk = stage_history.opportunity_hk
            and spans_to_compute.span_number = stage_history.span_number

),

first_days as (

    select min(first_day) as first_day from deal_spans

),

numbers as (

    {{ number_series(36525) }}

),

days as (

    select
        cast({{ dbt.dateadd('day', 'numbers.n', 'first_days.first_day') }} as date) as date_day
    from first_days
    cross join numbers
    cross join current_as_of_date
    where
        numbers.n <= {{ dbt.datediff(
            'first_days.first_day', 'current_as_of_date.as_of_date', 'day'
        ) }}

),

-- The state at the end of a day is the state at the start of the next day.
deal_days as (

    select
        deal_spans.opportunity_hk,
        deal_spans.stage,
        deal_spans.outcome,
        deal_spans.amount,
        deal_spans.currency,
        deal_spans.probability,
        days.date_day,
        {{ end_of_day('days.date_day') }} as ended_at
    from deal_spans
    cross join current_as_of_date
    inner join days
        on
            deal_spans.first_day <= days.date_day
            and deal_spans.end_day > days.date_day
            and current_as_of_date.as_of_date >= days.date_day
    where deal_spans.first_day < deal_spans.end_day

),

daily_facts as (

    select
        deal_days.opportunity_hk,
        deals.opportunity_id as deal_id,
        deal_days.date_day,
        deals.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        case
            when deals.sales_rep_id is null then {{ unknown_key() }}
            else {{ surrogate_key(['deals.sales_rep_id']) }}
        end as sales_rep_key,
        deal_days.stage,
        deal_days.outcome = 'OPEN' as is_open,
        deal_days.currency,
        deal_days.amount,
        deal_days.probability,
        cast(round(deal_days.amount * deal_days.probability, 2) as decimal(18, 2))
            as weighted_amount,
        {{ to_euro('deal_days.amount', 'rates.units_per_euro') }} as amount_eur,
        {{ to_euro('deal_days.amount * deal_days.probability', 'rates.units_per_euro') }}
            as weighted_amount_eur
    from deal_days
    inner join deals
        on deal_days.opportunity_hk = deals.opportunity_hk
    left join customers
        on
            deals.customer_hk = customers.customer_hk
            and deal_days.ended_at >= customers.valid_from
            and deal_days.ended_at < customers.valid_to
    left join rates
        on
            deal_days.currency = rates.currency
            and deal_days.date_day >= rates.valid_from
            and deal_days.date_day < rates.valid_to

)

select * from daily_facts
