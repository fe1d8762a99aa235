-- Grain: one row per delivered state of a finance transaction.
{{ landing(
    feed='finance_transactions',
    checks=[
        required_key('TRANSACTION_ID'),
        required_key('ACCOUNT_ID'),
        known_code('TRANSACTION_TYPE', known_codes('transaction_type')),
        "case when TRANSACTION_TYPE = 'TRANSFER' then " ~ required_key('COUNTER_ACCOUNT_ID') ~ " end",
        required_number('AMOUNT', at_least=0),
        known_code('CURRENCY', known_codes('currency')),
        required_timestamp('TRANSACTION_TIME'),
        known_code('STATUS', ['PENDING', 'COMPLETED', 'FAILED']),
        required_timestamp('UPDATED_AT'),
    ],
) }}
