-- Grain: one row per two versions of different records that share a block key at the same time.
{{ candidate_pairs(
    block_keys=ref('block_keys'),
    block_key_sizes=ref('block_key_sizes'),
) }}
