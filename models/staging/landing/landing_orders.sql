-- Grain: one row per delivered state of an order.
{{ landing(
    feed='orders',
    checks=[
        required_key('ORDER_ID'),
        known_code('ORDER_SOURCE', master_systems() + ['E-Commerce']),
        "case when ORDER_SOURCE <> 'E-Commerce' then " ~ required_key('CUSTOMER_ID') ~ " end",
        required_timestamp('ORDER_TIME'),
        known_code('STATUS', known_codes('order_status')),
        known_code('PRIORITY', known_codes('order_priority')),
        known_code('REGION', ['EMEA', 'AMER', 'APAC']),
        known_code('CURRENCY', known_codes('currency')),
        required_timestamp('UPDATED_AT'),
    ],
) }}
