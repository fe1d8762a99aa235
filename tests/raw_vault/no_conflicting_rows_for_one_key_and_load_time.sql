-- A source's change is lost silently if two payloads have the same key and load time: one is kept.
{%- set satellites = {
    'sat_customer__sap': ('stg_sap__kna1', 'customer_hk', 'customer_hashdiff'),
    'sat_customer_pii__sap': ('stg_sap__kna1', 'customer_hk', 'customer_pii_hashdiff'),
    'sat_customer__salesforce': ('stg_salesforce__accounts', 'customer_hk', 'customer_hashdiff'),
    'sat_customer_pii__salesforce': ('stg_salesforce__accounts', 'customer_hk', 'customer_pii_hashdiff'),
    'sat_customer__oracle': ('stg_oracle__customers', 'customer_hk', 'customer_hashdiff'),
    'sat_customer_pii__oracle': ('stg_oracle__customers', 'customer_hk', 'customer_pii_hashdiff'),
    'sat_product__erp': ('stg_erp__products', 'product_hk', 'product_hashdiff'),
    'sat_product_stock__erp': ('stg_erp__products', 'product_hk', 'product_stock_hashdiff'),
    'sat_order__shop': ('stg_shop__orders', 'order_hk', 'order_hashdiff'),
    'sat_order_product__shop': ('stg_shop__order_lines', 'order_product_hk', 'order_product_hashdiff'),
    'sat_ticket__support': ('stg_support__tickets', 'ticket_hk', 'ticket_hashdiff'),
    'sat_account__finance': ('stg_finance__accounts', 'account_hk', 'account_hashdiff'),
    'sat_account_balance__finance': ('stg_finance__accounts', 'account_hk', 'account_balance_hashdiff'),
    'sat_transaction__finance': ('stg_finance__transactions', 'transaction_hk', 'transaction_hashdiff'),
    'sat_shipment__logistics': ('stg_logistics__shipments', 'shipment_hk', 'shipment_hashdiff'),
    'sat_interaction__crm': ('stg_crm__interactions', 'interaction_hk', 'interaction_hashdiff'),
    'sat_opportunity__salesforce': ('stg_salesforce__opportunities', 'opportunity_hk', 'opportunity_hashdiff'),
    'sat_fraud_alert__risk': ('stg_risk__fraud_alerts', 'fraud_alert_hk', 'fraud_alert_hashdiff'),
} %}
with

conflicting_rows as (

    {%- for satellite, (stage, hash_key, hashdiff) in satellites.items() %}
    select
        '{{ satellite }}' as satellite,
        conflicts.{{ hash_key }} as hash_key,
        conflicts.loaded_at
    from ({{ automate_dv.sat_conflicts(
        src_pk=hash_key,
        src_hashdiff=hashdiff,
        src_ldts='loaded_at',
        source_model=stage,
        satellite=satellite,
    ) }}) as conflicts
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from conflicting_rows
