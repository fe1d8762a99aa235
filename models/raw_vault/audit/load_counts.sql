-- Grain: one row per feed and batch: the number of its rows by outcome.
{{ config(meta={'refresh_by': "feed || '/' || coalesce(batch_id, '')", 'load_column': none}) }}
with
{{ load_count(
    'sap_kna1',
    'stg_sap__kna1',
    ['customer_hk'],
    ['sat_customer__sap', 'sat_customer_pii__sap'],
) }}
{{ load_count(
    'salesforce_accounts',
    'stg_salesforce__accounts',
    ['customer_hk'],
    ['sat_customer__salesforce', 'sat_customer_pii__salesforce'],
) }}
{{ load_count(
    'salesforce_contacts',
    'stg_salesforce__contacts',
    ['customer_hk', 'contact_id'],
    ['ma_sat_customer_contact__salesforce'],
) }}
{{ load_count(
    'oracle_customers',
    'stg_oracle__customers',
    ['customer_hk'],
    ['sat_customer__oracle', 'sat_customer_pii__oracle'],
) }}
{{ load_count(
    'products',
    'stg_erp__products',
    ['product_hk'],
    ['sat_product__erp', 'sat_product_stock__erp'],
) }}
{{ load_count('orders', 'stg_shop__orders', ['order_hk'], ['sat_order__shop']) }}
{{ load_count(
    'order_lines',
    'stg_shop__order_lines',
    ['order_product_hk'],
    ['sat_order_product__shop'],
) }}
{{ load_count('support_tickets', 'stg_support__tickets', ['ticket_hk'], ['sat_ticket__support']) }}
{{ load_count(
    'marketing_leads',
    'stg_marketing__leads',
    ['customer_hk'],
    ['sat_customer__marketing', 'sat_customer_pii__marketing'],
) }}
{{ load_count(
    'finance_accounts',
    'stg_finance__accounts',
    ['account_hk'],
    ['sat_account__finance', 'sat_account_balance__finance'],
) }}
{{ load_count(
    'finance_transactions',
    'stg_finance__transactions',
    ['transaction_hk'],
    ['sat_transaction__finance'],
) }}
{{ load_count(
    'finance_ledger_entries',
    'stg_finance__ledger_entries',
    ['ledger_entry_hk'],
    ['nh_link_ledger_entry'],
) }}
{{ load_count(
    'shipments',
    'stg_logistics__shipments',
    ['shipment_hk'],
    ['sat_shipment__logistics'],
) }}
{{ load_count(
    'interactions',
    'stg_crm__interactions',
    ['interaction_hk'],
    ['sat_interaction__crm'],
) }}
{{ load_count(
    'opportunities',
    'stg_salesforce__opportunities',
    ['opportunity_hk'],
    ['sat_opportunity__salesforce'],
) }}
{{ load_count('clickstream', 'stg_web__clickstream', ['clickstream_hk'], ['nh_link_clickstream']) }}
{{ load_count(
    'fraud_alerts',
    'stg_risk__fraud_alerts',
    ['fraud_alert_hk'],
    ['sat_fraud_alert__risk'],
) }}
{{ load_count(
    'platform_metrics',
    'stg_platform__metrics',
    ['metric_hour'],
    ['ref_platform_metrics'],
) }}
{{ load_count(
    'exchange_rates',
    'stg_ecb__exchange_rates',
    ['currency', 'rate_date'],
    ['ref_exchange_rates'],
) }}
{{ load_count(
    'steward_decisions',
    'stg_stewardship__decisions',
    ['steward_decision_hk'],
    ['nh_link_steward_decision'],
) }}
{{ load_count(
    'steward_overrides',
    'stg_stewardship__overrides',
    ['customer_override_hk'],
    ['sat_customer_override__steward'],
) }}

counted as (
    {% for feed in feeds() %}
    select * from {{ feed }}_counts
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
