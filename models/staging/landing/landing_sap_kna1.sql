-- Grain: one row per delivered row of SAP's customer master.
{{ landing('sap_kna1') }}
