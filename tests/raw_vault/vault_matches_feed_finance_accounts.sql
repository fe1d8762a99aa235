-- Marts show wrong values if a satellite's latest rows differ from the feed
-- finance_accounts.
{{ differs_from_feed(
    stage='stg_finance__accounts',
    satellite='sat_account__finance',
    hash_key='account_hk',
    hashdiff='account_hashdiff',
    required=['account_hk', 'customer_hk', 'loaded_at'],
) }}
union all
{{ differs_from_feed(
    stage='stg_finance__accounts',
    satellite='sat_account_balance__finance',
    hash_key='account_hk',
    hashdiff='account_balance_hashdiff',
) }}
