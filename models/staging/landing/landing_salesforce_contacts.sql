-- Grain: one row per delivered contact of a Salesforce account, or marker that there is none.
{{ landing(
    feed='salesforce_contacts',
    checks=[
        required_key('AccountId'),
        known_code('IsEmptySet', ['true', 'false']),
        "case when IsEmptySet = 'false' then " ~ required_key('ContactId') ~ " end",
        required_timestamp('SystemModstamp', 'iso'),
    ],
) }}
