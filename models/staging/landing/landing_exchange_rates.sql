-- Grain: one row per delivered exchange rate.
{{ landing(
    feed='exchange_rates',
    checks=[
        required_key('CURRENCY'),
        required_key('RATE_DATE'),
        known_code('CURRENCY', known_codes('rated_currency')),
        required_date('RATE_DATE'),
        required_number('UNITS_PER_EURO', at_least=0.000001),
    ],
) }}
