-- Grain: one row per vault table and load date: the number of its rows.
{%- set tables = [
    'hub_customer', 'link_account_transaction', 'link_customer_account', 'link_customer_fraud_alert',
    'link_customer_interaction', 'link_customer_opportunity', 'link_customer_order', 'link_customer_override',
    'link_customer_ticket', 'link_order_fraud_alert', 'link_order_product',
    'link_order_shipment', 'link_transaction_fraud_alert', 'nh_link_clickstream',
    'nh_link_ledger_entry', 'nh_link_steward_decision', 'ref_exchange_rates', 'ref_platform_metrics',
    'eff_sat_customer_account', 'eff_sat_customer_opportunity', 'eff_sat_customer_order',
    'ma_sat_customer_contact__salesforce', 'sat_account__finance',
    'sat_account_balance__finance', 'sat_customer__marketing', 'sat_customer__oracle',
    'sat_customer__salesforce', 'sat_customer__sap', 'sat_customer_override__steward', 'sat_customer_pii__marketing',
    'sat_customer_pii__oracle', 'sat_customer_pii__salesforce', 'sat_customer_pii__sap',
    'sat_customer_pii__shop', 'sat_customer_pii__support', 'sat_fraud_alert__risk',
    'sat_interaction__crm', 'sat_opportunity__salesforce', 'sat_order__shop',
    'sat_order_product__shop', 'sat_product__erp', 'sat_product_stock__erp',
    'sat_shipment__logistics', 'sat_ticket__support', 'sat_transaction__finance',
    'status_sat_customer__sap', 'status_sat_product__erp',
] %}
{{ config(incremental_strategy='delete+insert', unique_key=['vault_table', 'loaded_at']) }}
with

counted as (
    {% for table in tables %}
    select
        '{{ table }}' as vault_table,
        loaded_at,
        count(*) as row_count,
        true as is_pending
    from {{ ref(table) }}
    group by loaded_at
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

new_loads as (

    select counted.*
    from counted
    {% if is_incremental() -%}
    left join {{ this }} as known
        on
            counted.vault_table = known.vault_table
            and counted.loaded_at = known.loaded_at
            and counted.row_count = known.row_count
    where known.vault_table is null
    {%- endif %}

),

typed as (

    select
        vault_table,
        loaded_at,
        cast(row_count as integer) as row_count,
        is_pending
    from new_loads

)

select * from typed
