-- Grain: one row per delivered interaction.
{{ landing(
    feed='interactions',
    checks=[
        required_key('INTERACTION_ID'),
        required_key('CUSTOMER_ID'),
        known_code('CHANNEL', ['Email', 'Phone', 'Web Chat', 'In-Person', 'Social Media']),
        known_code('SENTIMENT', ['Positive', 'Neutral', 'Negative']),
        valid_number('RESOLUTION_HOURS'),
        valid_number('CSAT_SCORE'),
        valid_number('NPS_SCORE'),
        required_timestamp('INTERACTION_TIME'),
    ],
) }}
