-- Grain: one row per delivered row of the product catalogue.
{{ landing(
    feed='products',
    checks=[
        required_key('PRODUCT_ID'),
        required_number('UNIT_PRICE', at_least=0),
        required_number('COST_PRICE', at_least=0),
        valid_date('LAUNCH_DATE'),
        known_code('ACTIVE_FLAG', ['Y', 'N']),
        valid_number('STOCK_QUANTITY'),
        valid_number('REORDER_LEVEL'),
        required_timestamp('UPDATED_AT'),
    ],
) }}
