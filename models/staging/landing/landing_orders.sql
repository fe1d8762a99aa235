-- Grain: one row per delivered state of an order.
{{ landing(
    feed='orders',
    checks=[
        "case when ORDER_SOURCE <> 'E-Commerce' then " ~ valid_key('CUSTOMER_ID') ~ " end",
    ],
) }}
