-- Grain: one row per delivered state of an order.
{{ landing(
    feed='orders',
    checks=[
        required_key('ORDER_ID'),
        known_code('ORDER_SOURCE', ['SAP', 'Salesforce', 'Oracle', 'E-Commerce']),
        "case when ORDER_SOURCE <> 'E-Commerce' then " ~ required_key('CUSTOMER_ID') ~ " end",
        required_timestamp('ORDER_TIME'),
        known_code('STATUS', ['PENDING', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED']),
        known_code('PRIORITY', ['LOW', 'NORMAL', 'HIGH', 'URGENT']),
        known_code('REGION', ['EMEA', 'AMER', 'APAC']),
        known_code('CURRENCY', ['EUR', 'USD', 'GBP', 'INR', 'JPY']),
        required_timestamp('UPDATED_AT'),
    ],
) }}
