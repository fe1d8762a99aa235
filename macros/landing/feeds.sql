{#
    The names of all feeds that land.

    Example:
        {% for feed in feeds() %} ... {% endfor %}
#}
{% macro feeds() -%}
    {{ return([
        'clickstream', 'exchange_rates', 'finance_accounts', 'finance_ledger_entries',
        'finance_transactions', 'fraud_alerts', 'interactions', 'marketing_leads', 'opportunities',
        'oracle_customers', 'order_lines', 'orders', 'platform_metrics', 'products',
        'salesforce_accounts', 'salesforce_contacts', 'sap_kna1', 'shipments', 'steward_decisions',
        'steward_overrides', 'support_tickets',
    ]) }}
{%- endmacro %}
