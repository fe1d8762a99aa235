-- Grain: one row per delivered state of a shipment.
{{ landing('shipments') }}
