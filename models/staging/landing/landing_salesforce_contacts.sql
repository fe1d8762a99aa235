-- Grain: one row per delivered contact of a Salesforce account, or marker that there is none.
{{ landing(
    feed='salesforce_contacts',
    checks=[
        "case when IsEmptySet = 'false' then " ~ valid_key('ContactId') ~ " end",
    ],
) }}
