{# The systems whose customer records the warehouse knows, as they are written everywhere. #}
{% macro customer_systems() -%}
    {{ return(['SAP', 'Salesforce', 'Oracle', 'E-Commerce', 'Support', 'Marketing']) }}
{%- endmacro %}
