-- Grain: one row per block key with more than one record; keys over the cap form no pairs.
{{ block_key_sizes(
    block_keys=ref('block_keys'),
    parameters=ref('match_model_parameters'),
    model_version=var('match_model_version'),
) }}
