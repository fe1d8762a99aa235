-- Grain: one row per time axis, month and golden customer: its engagement at the end of the month.
-- By source time, everything known now is attributed to the current members; by load time,
-- everything delivered by the end of the month is attributed to the members known then. See
-- macros/lifecycle.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'month_key',
        'refresh_also': ['changed_customer_months'],
        'refresh_from': dict.fromkeys([
            'bsat_order_value', 'current_interactions', 'current_orders', 'current_tickets',
            'current_transactions', 'customer_attributes', 'customer_attributes_by_load_time',
            'customer_attributes_by_source_time', 'customer_clicks', 'eff_sat_account_transaction',
            'eff_sat_customer_account', 'eff_sat_customer_interaction', 'link_customer_ticket',
            'link_order_product', 'nh_link_clickstream', 'ref_exchange_rates',
            'sat_interaction__crm', 'sat_order__shop', 'sat_order_product__shop',
            'sat_ticket__support', 'sat_transaction__finance',
        ]),
    },
) }}
with

events as (

    select * from {{ ref('customer_events') }}

),

memberships as (

    select * from {{ ref('customer_memberships') }}

),

order_states as (

    select
        *,
        {{ automate_dv.hash(
            columns=['source_system', customer_key_text()],
            alias='customer_hk',
        ) }}
    from {{ ref('sat_order__shop') }}

),

all_months as (

    {{ customer_months('events', 'memberships') }}

),

months as (

    select * from all_months
    where {{ needs_refresh('month_key') }}

),

inputs as (

    {{ customer_month_inputs('events', 'memberships', 'all_months') }}

),

members as (

    {{ members_by_source_time('months', 'events', 'memberships') }}
    union all
    {{ members_by_load_time('months', 'memberships') }}

),

attributes as (

    {{ attributes_of_months('months') }}

),

records_summary as (

    {{ records_of_customers('members', 'attributes', month='month_key') }}

),

all_activity as (

    {{ activity_by_source_time('months', 'order_states', 'events') }}
    union all
    {{ activity_by_load_time('months', 'order_states') }}

),

activity as (

    {{ activity_of_customers('all_activity', 'members', 'months') }}

),

engagement as (

    {{ engagement_of_months('months', 'records_summary', 'activity', 'inputs') }}

)

select * from engagement
