-- Grain: one row per delivered state of an order line.
{{ landing(
    feed='order_lines',
    checks=[
        not_after(
            'QUANTITY',
            typed('order_lines', 'QUANTITY')
            ~ ' * cast(' ~ typed('order_lines', 'UNIT_PRICE') ~ ' as decimal(38, 6))',
            '1000000000000'
        ),
    ],
) }}
