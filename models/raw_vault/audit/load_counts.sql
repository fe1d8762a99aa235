-- Grain: one row per feed and batch: the number of its rows by outcome.
{{ config(meta={'refresh_by': "feed || '/' || coalesce(batch_id, '')", 'load_column': none}) }}
{%- set counted_feeds = [
    {
        'feed': 'sap_kna1',
        'stage': 'stg_sap__kna1',
        'keys': ['customer_hk'],
        'satellites': ['sat_customer__sap', 'sat_customer_pii__sap'],
    },
    {
        'feed': 'salesforce_accounts',
        'stage': 'stg_salesforce__accounts',
        'keys': ['customer_hk'],
        'satellites': ['sat_customer__salesforce', 'sat_customer_pii__salesforce'],
    },
    {
        'feed': 'salesforce_contacts',
        'stage': 'stg_salesforce__contacts',
        'keys': ['customer_hk', 'contact_id'],
        'satellites': ['ma_sat_customer_contact__salesforce'],
    },
    {
        'feed': 'oracle_customers',
        'stage': 'stg_oracle__customers',
        'keys': ['customer_hk'],
        'satellites': ['sat_customer__oracle', 'sat_customer_pii__oracle'],
    },
    {
        'feed': 'products',
        'stage': 'stg_erp__products',
        'keys': ['product_hk'],
        'satellites': ['sat_product__erp', 'sat_product_stock__erp'],
    },
    {
        'feed': 'orders',
        'stage': 'stg_shop__orders',
        'keys': ['order_hk'],
        'satellites': ['sat_order__shop'],
    },
    {
        'feed': 'order_lines',
        'stage': 'stg_shop__order_lines',
        'keys': ['order_product_hk'],
        'satellites': ['sat_order_product__shop'],
    },
    {
        'feed': 'support_tickets',
        'stage': 'stg_support__tickets',
        'keys': ['ticket_hk'],
        'satellites': ['sat_ticket__support'],
    },
    {
        'feed': 'marketing_leads',
        'stage': 'stg_marketing__leads',
        'keys': ['customer_hk'],
        'satellites': ['sat_customer__marketing', 'sat_customer_pii__marketing'],
    },
    {
        'feed': 'finance_accounts',
        'stage': 'stg_finance__accounts',
        'keys': ['account_hk'],
        'satellites': ['sat_account__finance', 'sat_account_balance__finance'],
    },
    {
        'feed': 'finance_transactions',
        'stage': 'stg_finance__transactions',
        'keys': ['transaction_hk'],
        'satellites': ['sat_transaction__finance'],
    },
    {
        'feed': 'finance_ledger_entries',
        'stage': 'stg_finance__ledger_entries',
        'keys': ['ledger_entry_hk'],
        'satellites': ['nh_link_ledger_entry'],
    },
    {
        'feed': 'shipments',
        'stage': 'stg_logistics__shipments',
        'keys': ['shipment_hk'],
        'satellites': ['sat_shipment__logistics'],
    },
    {
        'feed': 'interactions',
        'stage': 'stg_crm__interactions',
        'keys': ['interaction_hk'],
        'satellites': ['sat_interaction__crm'],
    },
    {
        'feed': 'opportunities',
        'stage': 'stg_salesforce__opportunities',
        'keys': ['opportunity_hk'],
        'satellites': ['sat_opportunity__salesforce'],
    },
    {
        'feed': 'clickstream',
        'stage': 'stg_web__clickstream',
        'keys': ['clickstream_hk'],
        'satellites': ['nh_link_clickstream'],
    },
    {
        'feed': 'fraud_alerts',
        'stage': 'stg_risk__fraud_alerts',
        'keys': ['fraud_alert_hk'],
        'satellites': ['sat_fraud_alert__risk'],
    },
    {
        'feed': 'platform_metrics',
        'stage': 'stg_platform__metrics',
        'keys': ['metric_hour'],
        'satellites': ['ref_platform_metrics'],
    },
    {
        'feed': 'exchange_rates',
        'stage': 'stg_ecb__exchange_rates',
        'keys': ['currency', 'rate_date'],
        'satellites': ['ref_exchange_rates'],
    },
    {
        'feed': 'steward_decisions',
        'stage': 'stg_stewardship__decisions',
        'keys': ['steward_decision_hk'],
        'satellites': ['nh_link_steward_decision'],
    },
    {
        'feed': 'steward_overrides',
        'stage': 'stg_stewardship__overrides',
        'keys': ['customer_override_hk'],
        'satellites': ['sat_customer_override__steward'],
    },
] %}
with
{% for counted in counted_feeds %}
{{ load_count(counted.feed, counted.stage, counted['keys'], counted.satellites) }}
{% endfor %}
counted as (
    {% for counted in counted_feeds %}
    select * from {{ counted.feed }}_counts
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

typed as (

    select
        feed,
        batch_id,
        delivered_at,
        cast(landed as integer) as landed,
        cast(loaded as integer) as loaded,
        cast(already_known as integer) as already_known,
        cast(quarantined as integer) as quarantined
    from counted

)

select * from typed
