-- Grain: one row per version of a customer record, its data brought to one form.
{{ standardise_records(
    records=ref('customer_record_versions'),
    nicknames=ref('nicknames'),
    legal_suffixes=ref('legal_suffixes'),
    street_abbreviations=ref('street_abbreviations'),
    placeholder_values=ref('placeholder_values'),
) }}
