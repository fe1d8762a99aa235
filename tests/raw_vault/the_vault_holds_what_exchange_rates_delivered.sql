-- A row of the feed exchange_rates that is lost or differs in ref_exchange_rates would falsify every mart on it.
{{ rows_differ_from_feed(
    stage='stg_ecb__exchange_rates',
    stored='ref_exchange_rates',
    columns=[
        'currency',
        'rate_date',
        'units_per_euro',
    ],
) }}
