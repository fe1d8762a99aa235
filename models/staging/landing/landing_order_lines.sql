-- Grain: one row per delivered state of an order line.
{{ landing(
    feed='order_lines',
    checks=[
        required_key('ORDER_ID'),
        required_key('LINE_NUMBER'),
        required_key('PRODUCT_ID'),
        required_number('LINE_NUMBER', at_least=1),
        required_number('QUANTITY', at_least=1),
        required_number('UNIT_PRICE', at_least=0),
        required_number('DISCOUNT', at_least=0, at_most=1),
        required_timestamp('UPDATED_AT'),
    ],
) }}
