-- Grain: one row per two versions of different records that share a block key at the same time.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook="{{ forget('touched_records', 'record_id', ['record_id_l', 'record_id_r']) }}",
    on_schema_change='fail',
) }}
{{ candidate_pairs(
    block_keys=ref('block_keys'),
    block_key_sizes=ref('block_key_sizes'),
    records=scope('touched_records'),
) }}
