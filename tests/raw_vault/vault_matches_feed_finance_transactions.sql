-- Marts show wrong values if a satellite's latest rows differ from the feed
-- finance_transactions.
{{ differs_from_feed(
    stage='stg_finance__transactions',
    satellite='sat_transaction__finance',
    hash_key='transaction_hk',
    hashdiff='transaction_hashdiff',
) }}
