-- Grain: one row per delivered state of a finance account.
{{ landing(
    feed='finance_accounts',
    checks=[
        required_key('ACCOUNT_ID'),
        required_key('CUSTOMER_ID'),
        known_code('ACCOUNT_TYPE', ['CHECKING', 'SAVINGS', 'INVESTMENT', 'CREDIT']),
        known_code('ACCOUNT_STATUS', ['ACTIVE', 'FROZEN', 'CLOSED']),
        required_number('BALANCE', at_least=-1e12),
        known_code('CURRENCY', known_codes('currency')),
        required_date('OPENED_DATE'),
        required_timestamp('UPDATED_AT'),
    ],
) }}
