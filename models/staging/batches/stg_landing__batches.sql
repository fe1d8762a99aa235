-- Grain: one row per feed, batch that landed, and batch that its rows belong to.
{%- set feeds = [
    'clickstream', 'exchange_rates', 'finance_accounts', 'finance_ledger_entries',
    'finance_transactions', 'fraud_alerts', 'interactions', 'marketing_leads', 'opportunities',
    'oracle_customers', 'order_lines', 'orders', 'platform_metrics', 'products',
    'salesforce_accounts', 'salesforce_contacts', 'sap_kna1', 'shipments', 'steward_decisions',
    'steward_overrides', 'support_tickets',
] %}
{{ config(unique_key=['feed', 'landed_in', 'batch_id']) }}
with

counted as (
    {% for feed in feeds %}
    select
        '{{ feed }}' as feed,
        _landed_in as landed_in,
        _batch_id as batch_id,
        count(*) as landed,
        {{ 'false' if var('load_until') or var('as_of_date') else 'true' }} as is_whole
    from {{ ref('landing_' ~ feed) }}
    where {{ may_be_unread(feed) }}
    group by _landed_in, _batch_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

new_batches as (

    select
        counted.*,
        {{ 'known.feed is null or known.is_pending' if is_incremental() else 'true' }} as is_pending
    from counted
    {% if is_incremental() -%}
    left join {{ this }} as known
        on
            counted.feed = known.feed
            and counted.landed_in = known.landed_in
            and counted.batch_id is not distinct from known.batch_id
            and counted.landed = known.landed
    where
        known.feed is null
        or (counted.is_whole and not known.is_whole)
    {%- endif %}

)

select * from new_batches
