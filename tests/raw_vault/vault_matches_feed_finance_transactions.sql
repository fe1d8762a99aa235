-- Marts show wrong values if a satellite's latest rows differ from the feed
-- finance_transactions.
{{ differs_from_feed(
    stage='stg_finance__transactions',
    satellite='sat_transaction__finance',
    hash_key='transaction_hk',
    hashdiff='transaction_hashdiff',
) }}

union all

{{ rows_with_nulls(
    'stg_finance__transaction_accounts', 'sat_transaction__finance', ['account_transaction_hk', 'loaded_at']
) }}
