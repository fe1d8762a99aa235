-- Grain: one row per field and generic value: shared by too many records to be evidence.
{{ config(materialized='table') }}
{{ generic_values(
    standardised=ref('standardised_records'),
    parameters=ref('match_model_parameters'),
    model_version=var('match_model_version'),
) }}
