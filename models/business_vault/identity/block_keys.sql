-- Grain: one row per version of a customer record and key under which it looks for others.
{{ block_keys(records=ref('matchable_records')) }}
