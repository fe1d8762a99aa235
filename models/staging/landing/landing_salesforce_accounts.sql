-- Grain: one row per delivered row of Salesforce's accounts.
{{ landing(
    feed='salesforce_accounts',
    checks=[
        required_key('Id'),
        valid_timestamp('CreatedDate', 'iso'),
        required_timestamp('SystemModstamp', 'iso'),
        valid_number('AnnualRevenue'),
        valid_number('NumberOfEmployees'),
        known_code('IsDeleted', ['true', 'false']),
    ],
) }}
