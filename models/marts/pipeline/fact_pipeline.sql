-- Grain: one row per deal.
{{ config(meta={
    'refresh_by': 'opportunity_hk',
    'refresh_where': 'is_open',
    'customer_at': 'created_at',
    'rated_on': 'created_date',
    'refresh_from': {
        'current_opportunities': 'opportunity_hk',
        'opportunity_states': 'opportunity_hk',
    },
}) }}
with

-- An open deal ages without new data, hence refresh_where.
deals as (

    select * from {{ ref('current_opportunities') }}
    where {{ needs_refresh('opportunity_hk') }}

),

progress as (

    select * from {{ ref('bsat_opportunity_progress') }}

),

customers as (

    select * from {{ ref('customer_version_lookup') }}

),

rates as (

    select * from {{ ref('exchange_rate_spans') }}

),

deal_facts as (

    select
        deals.opportunity_hk,
        deals.opportunity_id as deal_id,
        deals.deal_name,
        deals.customer_hk,
        coalesce(customers.customer_uid, 'UNKNOWN') as customer_uid,
        coalesce(customers.customer_key, {{ unknown_key() }}) as customer_key,
        {{ member_key('deals.sales_rep_id') }} as sales_rep_key,
        deals.sales_rep_id,
        deals.lead_source,
        deals.product_interest,
        deals.competitor,
        deals.loss_reason,
        deals.stage as current_stage,
        progress.furthest_stage,
        cast(progress.stage_count as integer) as stage_count,
        deals.outcome = 'WON' as is_won,
        deals.outcome = 'LOST' as is_lost,
        deals.outcome = 'OPEN' as is_open,
        progress.is_reopened,
        deals.created_at,
        cast(deals.created_at as date) as created_date,
        deals.expected_close_date,
        progress.closed_at,
        cast(progress.closed_at as date) as closed_date,
        cast(progress.age_days as integer) as age_days,
        {%- for stage in open_deal_stages() %}
        cast(progress.days_in_{{ stage | lower }} as integer) as days_in_{{ stage | lower }},
        {%- endfor %}
        cast(progress.days_closed as integer) as days_closed,
        deals.currency,
        deals.amount,
        deals.probability,
        {{ to_euro('deals.amount', 'rates.units_per_euro') }} as amount_eur,
        {{ to_euro('deals.amount * deals.probability', 'rates.units_per_euro') }}
            as weighted_amount_eur
    from deals
    inner join progress
        on deals.opportunity_hk = progress.opportunity_hk
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
