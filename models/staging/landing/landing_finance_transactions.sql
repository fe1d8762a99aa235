-- Grain: one row per delivered state of a finance transaction.
{{ landing(
    feed='finance_transactions',
    checks=[
        "case when TRANSACTION_TYPE = 'TRANSFER' then " ~ valid_key('COUNTER_ACCOUNT_ID') ~ " end",
    ],
) }}
