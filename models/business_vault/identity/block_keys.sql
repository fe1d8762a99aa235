-- Grain: one row per version of a customer record and key under which it looks for others.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget('changed_records', 'record_id') }}",
    on_schema_change='fail',
) }}
{{ block_keys(records=rows_in_scope('matchable_records', 'changed_records', 'record_id')) }}
