-- Grain: one row per delivered state of a fraud alert.
{{ landing(
    feed='fraud_alerts',
    checks=[
        required_key('ALERT_ID'),
        known_code('SEVERITY', known_codes('severity')),
        required_number('RISK_SCORE', at_least=1, at_most=100),
        valid_number('FLAGGED_AMOUNT'),
        known_code('CURRENCY', known_codes('currency')),
        known_code('STATUS', [
            'Open', 'Investigating', 'Confirmed Fraud', 'False Positive', 'Resolved',
        ]),
        valid_number('RESOLUTION_HOURS'),
        valid_number('FINANCIAL_IMPACT'),
        required_timestamp('DETECTED_AT'),
        required_timestamp('UPDATED_AT'),
    ],
) }}
