-- Grain: one row per delivered state of a shipment.
{{ landing(
    feed='shipments',
    checks=[
        required_key('SHIPMENT_ID'),
        required_key('ORDER_ID'),
        valid_timestamp('SHIPPED_AT'),
        valid_date('ESTIMATED_DELIVERY_DATE'),
        valid_timestamp('DELIVERED_AT'),
        known_code('STATUS', ['PREPARING', 'IN_TRANSIT', 'DELIVERED', 'RETURNED']),
        required_number('SHIPPING_COST', at_least=0),
        known_code('CURRENCY', known_codes('currency')),
        required_timestamp('UPDATED_AT'),
    ],
) }}
