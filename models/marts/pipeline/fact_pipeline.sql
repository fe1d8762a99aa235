-- Grain: one row per deal.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'opportunity_hk',
        'refresh_where': 'is_open',
        'customer_at': 'created_at',
        'rated_on': 'created_date',
        'refresh_from': {
            'current_opportunities': 'opportunity_hk',
            'opportunity_states': 'opportunity_hk',
        },
    },
) }}
{%- set open_stages = open_deal_stages() %}
with

-- An open deal ages without new data, hence refresh_where.
deals as (

    select * from {{ ref('current_opportunities') }}
    where {{ needs_refresh('opportunity_hk') }}

),

stage_history as (

    select * from {{ ref('opportunity_stage_history') }}

),

stages as (

    select * from {{ ref('deal_stages') }}

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

stage_visits as (

    select
        stage_history.*,
        stage_history.left_at = cast('9999-12-31' as timestamp) as is_last,
        cast(stage_history.entered_at as date) as entered_date,
        case
            when stage_history.left_at < cast('9999-12-31' as timestamp)
                then cast(stage_history.left_at as date)
            when stage_history.outcome = 'OPEN' then current_as_of_date.as_of_date
            else cast(stage_history.entered_at as date)
        end as left_date
    from stage_history
    inner join deals
        on stage_history.opportunity_hk = deals.opportunity_hk
    cross join current_as_of_date

),

stage_durations as (

    select
        *,
        {{ dbt.datediff('entered_date', 'left_date', 'day') }}
            as days_in_stage
    from stage_visits

),

deal_durations as (

    select
        opportunity_hk,
        count(*) as stage_count,
        max(case when outcome = 'OPEN' then stage_number end) as furthest_stage_number,
        max(case when is_last and outcome <> 'OPEN' then entered_at end) as closed_at,
        max(case when outcome <> 'OPEN' and not is_last then 1 else 0 end) as reopened,
        sum(days_in_stage) as age_days,
        {%- for stage in open_stages %}
        sum(case when stage = '{{ stage }}' then days_in_stage else 0 end)
            as days_in_{{ stage | lower }},
        {%- endfor %}
        sum(case when outcome <> 'OPEN' then days_in_stage else 0 end) as days_closed
    from stage_durations
    group by opportunity_hk

),

deals_with_furthest_stage as (

    select
        deal_durations.*,
        stages.stage as furthest_stage
    from deal_durations
    left join stages
        on deal_durations.furthest_stage_number = stages.stage_number

),

deal_facts as (

    select
        deals.opportunity_hk,
        deals.opportunity_id as deal_id,
        deals.deal_name,
        deals.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        case
            when deals.sales_rep_id is null then {{ unknown_key() }}
            else {{ surrogate_key(['deals.sales_rep_id']) }}
        end as sales_rep_key,
        deals.sales_rep_id,
        deals.lead_source,
        deals.product_interest,
        deals.competitor,
        deals.loss_reason,
        deals.stage as current_stage,
        deals_with_furthest_stage.furthest_stage,
        cast(deals_with_furthest_stage.stage_count as integer) as stage_count,
        deals.outcome = 'WON' as is_won,
        deals.outcome = 'LOST' as is_lost,
        deals.outcome = 'OPEN' as is_open,
        deals_with_furthest_stage.reopened = 1 as is_reopened,
        deals.created_at,
        cast(deals.created_at as date) as created_date,
        deals.expected_close_date,
        deals_with_furthest_stage.closed_at,
        cast(deals_with_furthest_stage.closed_at as date) as closed_date,
        cast(deals_with_furthest_stage.age_days as integer) as age_days,
        {%- for stage in open_stages %}
        cast(deals_with_furthest_stage.days_in_{{ stage | lower }} as integer)
            as days_in_{{ stage | lower }},
        {%- endfor %}
        cast(deals_with_furthest_stage.days_closed as integer) as days_closed,
        deals.currency,
        deals.amount,
        deals.probability,
        {{ to_euro('deals.amount', 'rates.units_per_euro') }} as amount_eur,
        {{ to_euro('deals.amount * deals.probability', 'rates.units_per_euro') }}
            as weighted_amount_eur
    from deals
    inner join deals_with_furthest_stage
        on deals.opportunity_hk = deals_with_furthest_stage.opportunity_hk
    left join customers
        on
            deals.customer_hk = customers.customer_hk
            and deals.created_at >= customers.valid_from
            and deals.created_at < customers.valid_to
    left join rates
        on
            deals.currency = rates.currency
            and cast(deals.created_at as date) >= rates.valid_from
            and cast(deals.created_at as date) < rates.valid_to

)

select * from deal_facts
