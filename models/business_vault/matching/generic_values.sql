-- Grain: one row per field and value that too many records share to be evidence.
{{ generic_values(
    standardised=ref('standardised_records'),
    parameters=ref('match_model_parameters'),
    model_version=var('match_model_version'),
) }}
