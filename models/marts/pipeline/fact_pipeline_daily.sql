-- Grain: one row per deal and day on which it was open or was closed, as the day ended.
-- A deal of which something changed is told anew from its first day on; the others get the days that
-- are missing, and those whose rate of exchange is another.
-- depends_on: {{ ref('vault_loads') }}
-- depends_on: {{ ref('sat_opportunity__salesforce') }}
-- depends_on: {{ ref('eff_sat_customer_opportunity') }}
-- depends_on: {{ ref('ref_exchange_rates') }}
-- depends_on: {{ ref('golden_scope') }}
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['opportunity_hk', 'date_day'],
    pre_hook="{{ forget_touched(
        'opportunity_hk',
        loads=['sat_opportunity__salesforce', 'eff_sat_customer_opportunity'],
        event_at=end_of_day('date_day'),
    ) }}",
    on_schema_change='fail',
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

days as (

    select * from {{ ref('dim_date') }}

),

sales_reps as (

    select * from {{ ref('dim_sales_rep') }}

),

customers as (

    select * from {{ ref('customer_resolution') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

warehouse_day as (

    select * from {{ ref('warehouse_day') }}

),

{% if is_later_load() %}
told as (

    select distinct opportunity_hk from {{ this }}

),

untold_days as (

    select cast({{ dbt.dateadd('day', 1, 'max(date_day)') }} as date) as first_day
    from {{ this }}

),

rated_anew as (

    {{ spans_rated_anew() }}

),
{% endif %}
-- The days of each state that are to be told.
spans_to_tell as (

    select
        states.*,
        {%- if is_later_load() %}
        case
            when told.opportunity_hk is null then cast(states.valid_from as date)
            else greatest(cast(states.valid_from as date), untold_days.first_day)
        end as first_day,
        {%- else %}
        cast(states.valid_from as date) as first_day,
        {%- endif %}
        cast(states.valid_to as date) as end_day
    from states
    {%- if is_later_load() %}
    left join told
        on states.opportunity_hk = told.opportunity_hk
    cross join untold_days
    union all
    select
        states.*,
        greatest(cast(states.valid_from as date), rated_anew.valid_from) as first_day,
        least(cast(states.valid_to as date), rated_anew.valid_to, untold_days.first_day)
            as end_day
    from states
    inner join told
        on states.opportunity_hk = told.opportunity_hk
    inner join rated_anew
        on states.currency = rated_anew.currency
    cross join untold_days
    {%- endif %}

),

-- A closed deal has the day on which it was closed, and no more until it is re-opened.
counted as (

    select
        spans_to_tell.opportunity_hk,
        spans_to_tell.stage,
        spans_to_tell.outcome,
        spans_to_tell.amount,
        spans_to_tell.currency,
        spans_to_tell.probability,
        case
            when spans_to_tell.outcome = 'OPEN' then spans_to_tell.first_day
            else greatest(spans_to_tell.first_day, cast(stage_history.entered_at as date))
        end as first_day,
        case
            when spans_to_tell.outcome = 'OPEN' then spans_to_tell.end_day
            else
                least(
                    spans_to_tell.end_day,
                    cast({{ dbt.dateadd('day', 1, 'stage_history.entered_at') }} as date)
                )
        end as end_day
    from spans_to_tell
    inner join stage_history
        on
            spans_to_tell.opportunity_hk = stage_history.opportunity_hk
            and spans_to_tell.span_number = stage_history.span_number

),

-- The state in which a day ends is the one that the next day begins with.
ended as (

    select
        counted.opportunity_hk,
        counted.stage,
        counted.outcome,
        counted.amount,
        counted.currency,
        counted.probability,
        days.date_day,
        {{ end_of_day('days.date_day') }} as ended_at
    from counted
    cross join warehouse_day
    inner join days
        on
            counted.first_day <= days.date_day
            and counted.end_day > days.date_day
            and warehouse_day.as_of_date >= days.date_day
    where counted.first_day < counted.end_day

),

named as (

    select
        ended.opportunity_hk,
        deals.opportunity_id as deal_id,
        ended.date_day,
        deals.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        coalesce(sales_reps.sales_rep_key, {{ unknown_key() }}) as sales_rep_key,
        ended.stage,
        ended.outcome = 'OPEN' as is_open,
        ended.currency,
        ended.amount,
        ended.probability,
        cast(round(ended.amount * ended.probability, 2) as decimal(18, 2)) as weighted_amount,
        {{ to_euro('ended.amount', 'rates.units_per_euro') }} as amount_eur,
        {{ to_euro('ended.amount * ended.probability', 'rates.units_per_euro') }}
            as weighted_amount_eur
    from ended
    inner join deals
        on ended.opportunity_hk = deals.opportunity_hk
    left join sales_reps
        on deals.sales_rep_id = sales_reps.sales_rep_id
    left join customers
        on
            deals.customer_hk = customers.customer_hk
            and ended.ended_at >= customers.valid_from
            and ended.ended_at < customers.valid_to
    left join rates
        on
            ended.currency = rates.currency
            and ended.date_day >= rates.valid_from
            and ended.date_day < rates.valid_to

)

select * from named
