-- Grain: one row per delivered row of the Oracle CRM's customers.
{{ landing(
    feed='oracle_customers',
    checks=[
        required_key('CUSTOMER_ID'),
        valid_date('DATE_OF_BIRTH'),
        known_code('CUSTOMER_TYPE', ['INDIVIDUAL', 'BUSINESS', 'INSTITUTIONAL']),
        known_code('CUSTOMER_STATUS', ['ACTIVE', 'INACTIVE', 'SUSPENDED', 'CLOSED']),
        valid_date('REGISTRATION_DATE'),
        valid_number('LIFETIME_VALUE'),
        required_timestamp('UPDATED_AT'),
    ],
) }}
