-- Grain: one row per version of a customer record, without the values that are generic by then.
{{ mask_generic_values(
    standardised=ref('standardised_records'),
    generic_values=ref('generic_values'),
) }}
