-- Grain: one row per block key of several records; one over the cap is reported and joined no more.
{{ block_key_sizes(
    block_keys=ref('block_keys'),
    parameters=ref('match_model_parameters'),
    model_version=var('match_model_version'),
) }}
