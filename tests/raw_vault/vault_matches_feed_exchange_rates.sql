-- Marts show wrong figures if ref_exchange_rates lost or changed a row of the feed exchange_rates.
{{ rows_differ_from_feed(
    stage='stg_ecb__exchange_rates',
    stored='ref_exchange_rates',
    columns=[
        'currency',
        'rate_date',
        'units_per_euro',
    ],
) }}
