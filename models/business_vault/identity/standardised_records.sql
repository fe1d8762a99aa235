-- Grain: one row per version of a customer record, its data brought to one form.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='record_id',
    on_schema_change='fail',
) }}
{{ standardise_records(
    records=rows_in_scope('customer_record_versions', 'pending_customers', 'record_id'),
    nicknames=ref('nicknames'),
    legal_suffixes=ref('legal_suffixes'),
    street_abbreviations=ref('street_abbreviations'),
    placeholder_values=ref('placeholder_values'),
) }}
