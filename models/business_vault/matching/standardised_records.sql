-- Grain: one row per record version, in standardised form.
{{ config(meta={
    'refresh_by': 'record_id',
    'refresh_from': {
        'customer_record_versions': {'macro': 'record_ids_of_customers'},
    },
}) }}
{{ standardise_records(
    records=rows_to_refresh('customer_record_versions', 'record_id'),
    nicknames=ref('nicknames'),
    legal_suffixes=ref('legal_suffixes'),
    street_abbreviations=ref('street_abbreviations'),
    placeholder_values=ref('placeholder_values'),
    first_names=ref('first_names'),
    country_names=ref('country_names'),
) }}
