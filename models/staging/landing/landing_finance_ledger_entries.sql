-- Grain: one row per delivered ledger entry.
{{ landing(
    feed='finance_ledger_entries',
    checks=[
        required_key('ENTRY_ID'),
        required_key('TRANSACTION_ID'),
        required_key('LEDGER_ACCOUNT'),
        known_code('SIDE', ['DEBIT', 'CREDIT']),
        required_number('AMOUNT', at_least=0),
        known_code('CURRENCY', known_codes('currency')),
        required_timestamp('BOOKED_AT'),
    ],
) }}
