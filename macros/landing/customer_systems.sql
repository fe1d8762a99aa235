{#
    The systems with customer master data, where a record can be closed or deleted.

    Example:
        where source_system in ({{ quoted_list(master_systems()) }})
#}
{% macro master_systems() -%}
    {{ return(['SAP', 'Salesforce', 'Oracle']) }}
{%- endmacro %}

{#
    The source systems of customer records, by their names in `source_system`.

    Example:
        known_code('source_system', customer_systems())
#}
{% macro customer_systems() -%}
    {{ return(master_systems() + ['E-Commerce', 'Support', 'Marketing']) }}
{%- endmacro %}

{#
    The staging models with customer records: the sources of hub_customer.

    Example:
        source_model=customer_record_sources()
#}
{% macro customer_record_sources() -%}
    {{ return([
        'stg_sap__kna1',
        'stg_sap__kna1_presence',
        'stg_salesforce__accounts',
        'stg_salesforce__contacts',
        'stg_oracle__customers',
        'stg_shop__orders',
        'stg_support__tickets',
        'stg_marketing__leads',
        'stg_finance__accounts',
        'stg_crm__interactions',
        'stg_salesforce__opportunities',
        'stg_risk__fraud_alerts',
    ]) }}
{%- endmacro %}
