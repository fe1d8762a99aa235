-- Grain: one row per delivered state of a deal.
{{ landing(
    feed='opportunities',
    checks=[
        required_key('DEAL_ID'),
        required_key('ACCOUNT_ID'),
        required_number('AMOUNT', at_least=0),
        known_code('CURRENCY', known_codes('currency')),
        known_code('STAGE', known_codes('deal_stage')),
        required_number('PROBABILITY', at_least=0, at_most=1),
        required_timestamp('CREATED_AT', 'iso'),
        valid_date('EXPECTED_CLOSE_DATE'),
        valid_timestamp('CLOSED_AT', 'iso'),
        required_timestamp('UPDATED_AT', 'iso'),
    ],
) }}
