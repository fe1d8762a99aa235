-- A satellite that shows another newest value than the feed finance_transactions gave would falsify every mart on it.
{{ differs_from_feed(
    stage='stg_finance__transactions',
    satellite='sat_transaction__finance',
    hash_key='transaction_hk',
    hashdiff='transaction_hashdiff',
) }}
