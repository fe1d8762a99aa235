-- Grain: one row per delivered row of the Oracle CRM's customers.
{{ landing('oracle_customers') }}
